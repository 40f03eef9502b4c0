// Files of sealing keys: "2:" and 64 hexadecimal digits, the id in front, so that it travels with
// its key. A file without an id, as openssl makes it, is key 1. Blocking; at the start, at a reload
// and in commands.
#pragma once
#include <string>
#include <vector>

#include "gateway/config.hpp"
#include "gateway/vault.hpp"

namespace jisr::gateway {

// Ids are 1 to 255. Errors are misconfigured, name the file and never quote it.
Result<SealingKey> read_sealing_key(const std::string& path);

// All that the configuration names, in its order. How to make one is part of the error.
Result<std::vector<SealingKey>> read_sealing_keys(const KeyConfig& config);

// The smallest id after all of these (after 255 the smallest that is free), or 0: there is none.
unsigned char next_key_id(const std::vector<SealingKey>& keys);

// Writes a new random key to a file that must not be there yet, for its owner's eyes only.
Result<void> make_sealing_key(const std::string& path, unsigned char id);

}  // namespace jisr::gateway
