// What a rehearsal supposes of the network, of the person and of her phone. The numbers written
// here are those of config/rehearsal.yaml, which a test holds together; docs/rehearsing.md says
// where each comes from and which are assumptions. Values; any thread.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "dialogs/field.hpp"

namespace jisr::dialogs {

// A quantity of which people differ, log-normal: one in ten is below `low`, one in ten above
// `high`. Equal bounds: everybody has that. Both above 0, or both 0.
struct Spread {
  double low = 0;
  double high = 0;
};

struct NetworkModel {
  double drop = 0.05;      // of each page: the call ends with it, or with the answer to it
  double limit_s = 180;    // the operator ends a call after so long; 0: never
  double answer_s = 60;    // … or when a page stays unanswered so long; 0: never
  Spread delay_s{0.7, 2};  // from a key sent to the next page, and from dialling to the first
};

struct PersonModel {
  // Characters a minute, without spaces, by language (BCP 47); "other" for all that are not named.
  std::map<std::string, Spread> reading = {
      {"ar", {266, 802}}, {"fr", {307, 1095}}, {"other", {266, 802}}};
  double reads_on = 0.5;        // of menus that are read to the end, not only to the choice
  double scans = 0.5;           // of a list, where she looks for a name: of the time to read it
  double reads_again = 0.4;     // of a page that she has seen before: what she reads of it
  Spread thinking_s{0.5, 2.5};  // before each answer
  Spread key_s{0.25, 0.7};      // one key
  Spread letters_min{30, 60};   // letters a minute, by pressing keys several times
  std::map<std::string, double> wrong = {
      {"name", 0.048}, {"text", 0.048}, {"other", 0.042}};  // by type of answer
  double notices = 0.5;  // of wrong answers that were taken: seen on the summary
  double aside = 0.05;   // picks a choice that leads aside ("none with me", "my rights")
  std::map<std::string, double> languages = {
      {"ar", 0.992}, {"fr", 0.576}, {"other", 0.036}};      // weights
  std::map<std::string, std::vector<std::string>> answers;  // by field: what is typed there
};

struct PatienceModel {
  Spread redials{2, 8};     // calls that she is ready to make again; rounded
  Spread pause_s{10, 300};  // before she dials again
  std::int64_t tries = 4;   // wrong answers in a row on one screen, then she hangs up
  double reminded = 0;      // of those who would not dial again: once more, after the reminder
};

struct SharedPhoneModel {
  double share = 0.213;     // of phones that several women use
  double between = 0.1;     // of pauses on them: another woman dials the same code
  double takes_over = 0.2;  // of those: she goes on with what is not hers, if she is let
};

struct RehearsalModel {
  NetworkModel network;
  PersonModel person;
  PatienceModel patience;
  SharedPhoneModel shared;
};

}  // namespace jisr::dialogs
