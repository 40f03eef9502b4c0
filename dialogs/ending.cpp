// Registers first, since the page may show the number of the registration.
#include "dialogs/ending.hpp"

#include <algorithm>

#include "dialogs/condition.hpp"
#include "dialogs/route.hpp"
#include "dialogs/show.hpp"
#include "dialogs/wording.hpp"

namespace jisr::dialogs {

namespace {

// The language of the one who is registered, where it is not the caller's.
std::uint8_t language_of(const Dialog& dialog, const Session& session, const Effects& effects) {
  const auto* code = session.answer(effects.sms_language);
  if (code == nullptr) return session.language;
  for (std::size_t i = 0; i < dialog.languages.size(); ++i) {
    const auto& language = dialog.languages[i];
    if (language.code == *code && language.enabled) return static_cast<std::uint8_t>(i);
  }
  return session.language;
}

std::optional<SmsText> confirmation(const Dialog& dialog, const Session& session,
                                    const Effects& effects, const Surroundings& around) {
  const Known known{dialog, session, around};
  if (effects.sms.empty() || !holds(effects.sms_when, known)) return std::nullopt;
  const bool discreet = !effects.sms_discreet.empty() &&
                        effects.sms_discreet_when.kind != Condition::Kind::always &&
                        holds(effects.sms_discreet_when, known);
  auto reader = session;
  reader.language = language_of(dialog, session, effects);
  const auto& texts = discreet ? effects.sms_discreet : effects.sms;
  Filling filling;
  filling.reference = around.reference;
  filling.medium = Medium::sms;
  SmsText sms{fill(dialog, reader, texts, filling), discreet, {}};
  if (effects.sms_to == kNone) return sms;
  const auto* number = session.answer(effects.sms_to);
  if (number == nullptr || number->empty()) return std::nullopt;  // she has no phone
  sms.to = *number;
  return sms;
}

Register registered(const Dialog& dialog, Session& session, const Effects& effects,
                    const Surroundings& around) {
  auto answers = registered_answers(dialog, session, around);
  session.reference = around.reference;
  Register made;
  made.reference = session.reference;
  made.kind = effects.kind;
  made.tags = effects.tags;
  made.answers = std::move(answers);
  made.language = dialog.languages[language_of(dialog, session, effects)].code;
  made.confirmation = confirmation(dialog, session, effects, around);
  return made;
}

// Not done: she goes on at the question that she came from. Where SMS fails her, the next call
// does.
void leave_for_sms(const Dialog& dialog, Session& session, const Screen& end) {
  auto& trail = session.trail;
  session.screen = end.redial != kNone ? end.redial : trail.empty() ? dialog.start : trail.back();
  if (!trail.empty()) trail.pop_back();
  // The choice that led here was no answer "none" to that question.
  const auto field = dialog.screens[session.screen].field;
  const auto* none = field == kNone ? nullptr : session.answer(field);
  if (none != nullptr && none->empty()) session.clear(field);
  session.page = 0;
  session.gave_up = true;
  session.handed_over = true;
}

}  // namespace

std::vector<Answer> registered_answers(const Dialog& dialog, Session& session,
                                       const Surroundings& around) {
  forget_unasked(dialog, session, around);
  auto answers = session.answers;
  std::erase_if(answers, [](const Answer& answer) { return answer.value.empty(); });
  std::sort(answers.begin(), answers.end(),
            [](const Answer& a, const Answer& b) { return a.field < b.field; });
  return answers;
}

std::optional<Register> finish(const Dialog& dialog, Session& session, const Surroundings& around) {
  const auto& end = dialog.screens[session.screen];
  std::optional<Register> made;
  if (end.effects.registers) made = registered(dialog, session, end.effects, around);
  session.farewell = view(dialog, session, around).pages.front().text;
  session.state = Session::State::ended;
  session.notice = Wrong::none;
  if (end.effects.by_sms) {
    leave_for_sms(dialog, session, end);
    return made;
  }
  session.trail.clear();
  if (end.next != kNone) {  // the call stays, and so does the page until she types something
    session.state = Session::State::open;
    session.answers.clear();
  } else if (end.redial != kNone) {
    session.screen = end.redial;
    session.gave_up = true;  // not done: the next call goes on there
  } else {
    session.answers.clear();  // the registration has them; the session keeps no personal data
  }
  return made;
}

SmsConsent consent_of(const Dialog& dialog, const Session& session) {
  if (session.state != Session::State::ended || session.gave_up ||
      session.screen >= dialog.screens.size()) {
    return SmsConsent::unsaid;
  }
  return dialog.screens[session.screen].effects.consent;
}

void end_too_wrong(const Dialog& dialog, Session& session, const Surroundings& around) {
  session.wrong = 0;
  session.notice = Wrong::none;
  session.aside = false;
  auto end = session;
  end.screen = dialog.give_up;
  end.page = 0;
  end.show_plainly();
  session.farewell = view(dialog, end, around).pages.front().text;
  session.state = Session::State::ended;
  session.gave_up = true;
}

}  // namespace jisr::dialogs
