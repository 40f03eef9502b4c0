// The engine in one's hand, and a word about what an end would have done.
#include "tools/jisr/local_phone.hpp"

#include <stdexcept>

namespace jisr::tools {

namespace {

std::string sms_of(const dialogs::SmsText& sms) {
  const auto cost = dialogs::cost(sms.text);
  const auto parts = dialogs::sms_parts(sms.text);
  std::string out = "And once it has accepted, this SMS would leave";
  if (!sms.to.empty()) out += " to " + sms.to;
  return out + " (" + std::string(dialogs::name(cost.encoding)) + ' ' + std::to_string(cost.units) +
         ", " + std::to_string(parts) + (parts == 1 ? " part):\n  " : " parts):\n  ") + sms.text +
         '\n';
}

class LocalPhone : public Phone {
 public:
  LocalPhone(const Line& line, std::string language, dialogs::AskService ask)
      : dialog_(line.dialog),
        language_(std::move(language)),
        calls_(*dialog_, line.world, std::move(ask)) {}

  PhonePage dial() override {
    calls_.dial();
    return page();
  }

  PhonePage send(const std::string& answer) override {
    calls_.type(answer);
    return page();
  }

  void hang() override { calls_.hang(); }

  bool wait(std::int64_t ms) override {
    calls_.wait(ms);
    return true;
  }

  [[nodiscard]] std::string outcome() const override {
    if (!calls_.registered()) return {};
    const auto& effect = *calls_.registered();
    std::string out = "The registry would receive:\n  reference: " + effect.reference +
                      "\n  language: " + effect.language + '\n';
    if (!effect.kind.empty()) out += "  kind: " + effect.kind + '\n';
    for (const auto& tag : effect.tags) out += "  tag: " + tag + '\n';
    for (const auto& answer : effect.answers) {
      out += "  " + dialog_->fields[answer.field].name + ": " + answer.value + '\n';
    }
    if (effect.confirmation) return out + sms_of(*effect.confirmation);
    return out + "No SMS would leave: the dialog has none here, or she did not say it is safe.\n";
  }

 private:
  PhonePage page() {
    const auto shown = calls_.page();
    PhonePage page;
    page.text = shown.text;
    page.ends = shown.ends;
    page.screen = std::string(shown.screen);
    page.limit = calls_.world().limit;
    page.page = shown.page;
    page.pages = shown.pages;
    if (language_.empty() || !calls_.asks_language()) return page;
    page.language_key = calls_.language_key(language_);
    if (page.language_key.empty()) {
      throw std::runtime_error("the dialog does not offer the language \"" + language_ + "\"");
    }
    return page;
  }

  std::shared_ptr<const dialogs::Dialog> dialog_;
  std::string language_;
  dialogs::Calls calls_;
};

}  // namespace

Line line_of(const gateway::Deployment& deployment, const std::string& code) {
  std::string known;
  for (const auto& channel : deployment.channels()) {
    for (const auto& own : channel->config.codes) {
      if (channel->dialog) known += " " + own;
      if (own != code || !channel->dialog) continue;
      Line line{channel->dialog, {}, {}, {}};
      line.world.limit = channel->config.page;
      line.world.channel = channel->config.name;
      line.world.sms = !channel->config.ussd;
      line.world.open_ms = channel->session_ms;
      line.world.ended_ms = deployment.config().session.ended_ms;
      for (const auto& dialog : deployment.config().dialogs) {
        if (dialog.name != channel->config.dialog) continue;
        line.file = dialog.file;
        line.settings = dialog.settings;
      }
      return line;
    }
  }
  throw std::runtime_error("no channel has the code \"" + code + "\"; there are:" + known);
}

std::unique_ptr<Phone> local_phone(const Line& line, std::string language,
                                   dialogs::AskService ask) {
  return std::make_unique<LocalPhone>(line, std::move(language), std::move(ask));
}

}  // namespace jisr::tools
