// From a session to the pages of its screen: what step.hpp's show() gives, and what answer() needs
// to know about the page she answers. Pure; any thread.
#pragma once
#include <cstddef>
#include <string_view>
#include <vector>

#include "dialogs/dialog.hpp"
#include "dialogs/list_rows.hpp"
#include "dialogs/page.hpp"
#include "dialogs/session.hpp"
#include "dialogs/step.hpp"

namespace jisr::dialogs {

struct View {
  std::vector<Page> pages;
  Rows rows;             // of a list: those that the pages number
  std::size_t page = 0;  // the session's, within bounds
};
View view(const Dialog& dialog, const Session& session, const Surroundings& around);

// The choices that she may take now, in order: those of the screen whose condition holds; by SMS
// without the traceless one, for an SMS stays in the phone.
std::vector<const Choice*> offered(const Screen& screen, const Known& known);
std::vector<const Change*> changes(const Screen& screen, const Known& known);
// The index, among the choices and rows of all pages, that a number typed on this page stands for;
// or SIZE_MAX.
std::size_t picked(const View& seen, std::string_view input);
// The reasons for which this screen may refuse an answer, apart from its own checks.
std::vector<Wrong> wrongs_of(const Screen& screen);
bool may_go_back(const Dialog& dialog, const Session& session);

}  // namespace jisr::dialogs
