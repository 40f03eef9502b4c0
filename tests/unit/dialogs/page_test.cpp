// Pages: a word is not cut, a choice is never parted from its key, the navigation is where it must
// be.
#include "dialogs/page.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "dialogs/text.hpp"

namespace jisr::dialogs {
namespace {

Layout list_of(std::vector<std::string> labels) {
  Layout layout;
  layout.heading = "Commune:";
  layout.renumber = true;
  for (auto& label : labels) layout.choices.push_back({"", std::move(label)});
  layout.back = "0 Retour";
  layout.next = "9 Suite";
  layout.previous = "8 Avant";
  return layout;
}

TEST(Page, OnePageWhereOnePageDoes) {
  auto layout = list_of({"Adai", "Tagante"});
  const auto pages = lay_out(layout, {160, 70});
  ASSERT_EQ(pages.size(), 1U);
  EXPECT_EQ(pages[0].text, "Commune:\n1 Adai\n2 Tagante\n0 Retour");
  EXPECT_EQ(pages[0].choices, 2U);
}

TEST(Page, NumbersBeginAnewAndNavigationStandsWhereItLeads) {
  const auto pages =
      lay_out(list_of({"Aaaaaaaaaa", "Bbbbbbbbbb", "Cccccccccc", "Dddddddddd"}), {52, 52});
  ASSERT_EQ(pages.size(), 2U);
  EXPECT_EQ(pages[0].text, "Commune:\n1 Aaaaaaaaaa\n2 Bbbbbbbbbb\n9 Suite 0 Retour");
  EXPECT_EQ(pages[1].text, "1 Cccccccccc\n2 Dddddddddd\n8 Avant 0 Retour");
  EXPECT_EQ(pages[1].first_choice, 2U);
}

// Laid from the left, "0 رجوع 00 البداية" reads as if 00 were "back".
TEST(Page, ArabicNavigationHasALineForEachKey) {
  auto layout = list_of({"فكرة", "شركة"});
  layout.heading = "نوع:";
  layout.back = "0 رجوع";
  layout.home = "00 البداية";
  EXPECT_EQ(lay_out(layout, {160, 70})[0].text, "نوع:\n1 فكرة\n2 شركة\n0 رجوع\n00 البداية");
  layout.choices.push_back({"", "تعاون"});
  layout.next = "9 التالي";
  layout.previous = "8 السابق";
  const auto pages = lay_out(layout, {30, 30});
  ASSERT_EQ(pages.size(), 2U);
  EXPECT_EQ(pages[0].text, "نوع:\n1 فكرة\n9 التالي\n0 رجوع");
  EXPECT_EQ(pages[1].text, "1 شركة\n2 تعاون\n8 السابق\n0 رجوع");
}

TEST(Page, FixedChoicesStandOnEachPage) {
  auto layout = list_of({"Aaaaaaaaaa", "Bbbbbbbbbb", "Cccccccccc", "Dddddddddd"});
  layout.fixed = {{"7", "Centre"}};
  for (const auto& page : lay_out(layout, {50, 50})) {
    EXPECT_NE(page.text.find("\n7 Centre\n"), std::string::npos) << page.text;
  }
}

TEST(Page, TheErrorTakesTheHeadingsPlaceOnlyWhenBothDoNotFit) {
  Layout layout;
  layout.error = "Choix invalide.";
  layout.heading = "Votre projet en quelques mots simples:";
  layout.choices = {{"1", "idee"}, {"2", "activite"}};
  EXPECT_EQ(lay_out(layout, {100, 70})[0].text,
            "Choix invalide.\nVotre projet en quelques mots simples:\n1 idee\n2 activite");
  const auto tight = lay_out(layout, {60, 60});
  ASSERT_EQ(tight.size(), 1U);
  EXPECT_EQ(tight[0].text, "Choix invalide.\n1 idee\n2 activite");
}

TEST(Page, HomeOnlyWhereItCostsNoPage) {
  Layout layout;
  layout.heading = "Nom?";
  layout.back = "0 Retour";
  layout.home = "00 Accueil";
  EXPECT_EQ(lay_out(layout, {160, 70})[0].text, "Nom?\n0 Retour 00 Accueil");
  EXPECT_EQ(lay_out(layout, {20, 20})[0].text, "Nom?\n0 Retour");
}

TEST(Page, AWordLongerThanAPageIsCutAtACharacter) {
  Layout layout;
  layout.next = "9";
  for (int i = 0; i < 100; ++i) layout.heading += "ك";
  std::string together;
  for (const auto& page : lay_out(layout, {30, 30})) {
    EXPECT_TRUE(fits(page.text, {30, 30}));
    EXPECT_TRUE(valid_utf8(page.text));
    together += page.text.substr(0, page.text.find('\n'));
  }
  EXPECT_EQ(together, layout.heading);
}

// Whatever the texts: no page over the limit, every choice once, whole and in order, every word in
// order.
TEST(Page, HoldsForRandomScreens) {
  const char* const words[] = {"Commune", "بويزكارن",  "Sidi",   "عبد",
                               "a",       "l'élevage", "الأطلس", "12"};
  std::uint64_t random = 7;
  const auto draw = [&random](std::size_t below) {
    random = random * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::size_t>(random >> 33) % below;
  };
  const auto phrase = [&](std::size_t most) {
    std::string out;
    for (std::size_t n = 1 + draw(most); n > 0; --n)
      out += (out.empty() ? "" : " ") + std::string(words[draw(8)]);
    return out;
  };
  for (int round = 0; round < 3000; ++round) {
    const Limit limit{60 + draw(120), 60 + draw(20)};
    auto layout = list_of({});
    layout.heading = phrase(40);
    for (std::size_t n = draw(12); n > 0; --n) layout.choices.push_back({"", phrase(3)});
    const auto pages = lay_out(layout, limit);
    std::size_t next_choice = 0;
    std::vector<std::string> read;
    for (std::size_t at = 0; at < pages.size(); ++at) {
      const auto& page = pages[at];
      ASSERT_TRUE(fits(page.text, limit)) << page.text;
      ASSERT_EQ(page.first_choice, next_choice);
      ASSERT_EQ(page.text.find("9 Suite") != std::string::npos, at + 1 < pages.size());
      ASSERT_EQ(page.text.find("8 Avant") != std::string::npos, at > 0);
      ASSERT_NE(page.text.find("0 Retour"), std::string::npos);
      for (std::size_t i = 0; i < page.choices; ++i) {
        const auto line =
            "\n" + std::to_string(i + 1) + " " + layout.choices[next_choice + i].label + "\n";
        ASSERT_NE(("\n" + page.text + "\n").find(line), std::string::npos) << page.text;
      }
      next_choice += page.choices;
      std::istringstream in(page.text);
      for (std::string word; in >> word;) read.push_back(word);
    }
    ASSERT_EQ(next_choice, layout.choices.size());
    std::istringstream in(layout.heading);
    auto from = read.begin();
    for (std::string word; in >> word;) {
      from = std::find(from, read.end(), word);
      ASSERT_NE(from, read.end()) << word;
      ++from;
    }
  }
}

}  // namespace
}  // namespace jisr::dialogs
