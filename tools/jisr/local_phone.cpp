// The engine in one's hand, and a word about what an end would have done.
#include "tools/jisr/local_phone.hpp"

#include <optional>
#include <stdexcept>

#include "gateway/entrances.hpp"

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
        answers_(line.answers),
        language_(std::move(language)),
        calls_(*dialog_, line.world, std::move(ask)) {}

  PhonePage dial() override {
    calls_.dial(answers_);
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
  std::vector<std::string> answers_;
  std::string language_;
  dialogs::Calls calls_;
};

}  // namespace

namespace {

// What the code begins on this channel, as the gateway would find it.
std::optional<gateway::Entered> entered(const gateway::Channel& channel, const std::string& code) {
  const auto& config = channel.config;
  providers::Inbound in;
  if (config.ussd) {
    in.service = code;
    return gateway::enter_ussd(config.entrances, in);
  }
  for (std::size_t i = 0; i < config.entrances.size(); ++i) {
    if (config.entrances[i].code == code) return gateway::Entered{i, {}};
  }
  for (const auto& own : config.codes) {
    if (own == code && !config.entrances.empty()) return gateway::Entered{};
  }
  in.kind = providers::Inbound::Kind::sms;
  in.text = code;
  return gateway::enter_sms(config.entrances, in, false);
}

std::string words_of(const gateway::Entrance& entrance) {
  std::string words = entrance.code.empty() ? "" : " " + entrance.code;
  for (const auto& keyword : entrance.keywords) words += " " + keyword;
  return words;
}

}  // namespace

Line line_of(const gateway::Deployment& deployment, const std::string& code) {
  std::string known;
  for (const auto& channel : deployment.channels()) {
    const auto& config = channel->config;
    for (const auto& entrance : config.entrances) known += words_of(entrance);
    const auto found = entered(*channel, code);
    const auto dialog = found ? channel->begun[found->entrance] : nullptr;
    if (!dialog) continue;
    Line line{dialog, {}, {}, {}, found->answers};
    line.world.limit = config.page;
    line.world.channel = config.name;
    line.world.sms = !config.ussd;
    line.world.open_ms = channel->session_ms;
    line.world.ended_ms = deployment.config().session.ended_ms;
    for (const auto& one : deployment.config().dialogs) {
      if (one.name != config.entrances[found->entrance].dialog) continue;
      line.file = one.file;
      line.settings = one.settings;
    }
    return line;
  }
  throw std::runtime_error("no channel has the code \"" + code + "\"; there are:" + known);
}

std::unique_ptr<Phone> local_phone(const Line& line, std::string language,
                                   dialogs::AskService ask) {
  return std::make_unique<LocalPhone>(line, std::move(language), std::move(ask));
}

}  // namespace jisr::tools
