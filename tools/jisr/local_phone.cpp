// The engine in one's hand: begin, answer, show, and a word about what an end would have done.
#include "tools/jisr/local_phone.hpp"

#include <stdexcept>

#include "dialogs/step.hpp"
#include "gateway/calendar.hpp"

namespace jisr::tools {

namespace {

constexpr std::string_view kSampleReference = "48271936";

class LocalPhone : public Phone {
 public:
  LocalPhone(std::shared_ptr<const dialogs::Dialog> dialog, dialogs::Limit limit,
             std::string language)
      : dialog_(std::move(dialog)),
        language_(std::move(language)),
        around_{limit, gateway::today(gateway::now_ms()), kSampleReference} {}

  PhonePage dial() override {
    session_ = dialogs::begin(*dialog_, std::nullopt, around_).session;
    return page();
  }

  PhonePage send(const std::string& answer) override {
    auto step = dialogs::answer(*dialog_, session_, answer, around_);
    if (step.effect) effect_ = std::move(step.effect);
    session_ = std::move(step.session);
    return page();
  }

  [[nodiscard]] std::string outcome() const override {
    if (!effect_) return {};
    std::string out = "The registry would receive:\n  reference: " + effect_->reference +
                      "\n  language: " + effect_->language + '\n';
    for (const auto& answer : effect_->answers) {
      out += "  " + dialog_->fields[answer.field].name + ": " + answer.value + '\n';
    }
    if (effect_->confirmation) {
      const auto cost = dialogs::cost(effect_->confirmation->text);
      out += "And once it has accepted, this SMS would leave (" +
             std::string(dialogs::name(cost.encoding)) + ' ' + std::to_string(cost.units) + ", " +
             std::to_string(dialogs::sms_parts(effect_->confirmation->text)) + " part):\n  " +
             effect_->confirmation->text + '\n';
    } else {
      out += "No SMS would leave: she did not say that it is safe.\n";
    }
    return out;
  }

 private:
  PhonePage page() {
    const auto shown = dialogs::show(*dialog_, session_, around_);
    PhonePage page;
    page.text = shown.text;
    page.ends = shown.ends;
    page.screen = std::string(shown.screen);
    page.limit = around_.limit;
    const auto& screen = dialog_->screens[session_.screen];
    if (screen.kind == dialogs::Screen::Kind::language && !session_.resuming) {
      for (const auto& choice : screen.choices) {
        if (choice.language < dialog_->languages.size() &&
            dialog_->languages[choice.language].code == language_) {
          page.language_key = choice.key;
        }
      }
      if (!language_.empty() && page.language_key.empty()) {
        throw std::runtime_error("the dialog does not offer the language \"" + language_ + "\"");
      }
    }
    return page;
  }

  std::shared_ptr<const dialogs::Dialog> dialog_;
  std::string language_;
  dialogs::Surroundings around_;
  dialogs::Session session_;
  std::optional<dialogs::Register> effect_;
};

}  // namespace

std::unique_ptr<Phone> local_phone(std::shared_ptr<const gateway::Deployment> deployment,
                                   const std::string& code, std::string language) {
  std::string known;
  for (const auto& channel : deployment->channels()) {
    for (const auto& own : channel->config.codes) {
      if (own == code && channel->dialog) {
        return std::make_unique<LocalPhone>(channel->dialog, channel->config.page,
                                            std::move(language));
      }
      if (channel->dialog) known += " " + own;
    }
  }
  throw std::runtime_error("no channel has the code \"" + code + "\"; there are:" + known);
}

}  // namespace jisr::tools
