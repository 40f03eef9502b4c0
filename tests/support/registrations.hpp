// A finished registration with made-up answers, as the dialog of the programme gives it.
#pragma once
#include <boost/json.hpp>
#include <string>

#include "gateway/delivery/registration.hpp"

namespace jisr::test {

inline gateway::Registration a_registration(
    const std::string& id = "018f3b5c-7a10-7cc3-9d2e-5b1f00c0ffee") {
  gateway::Registration made;
  made.id = id;
  made.reference = "48271936";
  made.dialog = "jisr";
  made.dialog_version = "2026-11";
  made.channel = "demo-ussd";
  made.language = "fr";
  made.msisdn = "+212600000001";
  made.completed_at = "2026-11-23T15:21:07Z";
  made.consent_version = "2026-11/1";
  made.answers = {{"consent", "accepted"},       {"phone_owner", "own"},
                  {"sms_ok", "yes"},             {"sms_ok_is_yes", true},
                  {"family_name", "Zzcanary"},   {"first_name", "فاطمة"},
                  {"national_id", "JA123456"},   {"birth_year", 1990},
                  {"province", "10.261"},        {"cercle", "10.261.01"},
                  {"commune", "10.261.01.03"},   {"project_kind", "cooperative"},
                  {"sector", "crafts"},          {"first_need", "sales"},
                  {"training", "digital"},       {"spoken_language", "tachelhit"}};
  return made;
}

}  // namespace jisr::test
