// A file with personal data in it.
#pragma once
#include <string>

namespace jisr::tools {

// For the owner's eyes only; through no link that somebody laid. False: it could not be written.
bool write_privately(const std::string& path, const std::string& text);

}  // namespace jisr::tools
