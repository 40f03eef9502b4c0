// Staff of a centre who register women on a phone of theirs: who they are, and what Redis keeps of
// them. Plain values; any thread. The bytes are stored (sealed): keys may be added, none renamed.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jisr::gateway {

struct Agent {
  std::string code;  // what she signs in with: see agent_code()
  std::string name;
  std::string centre;       // as the registry knows it
  std::string province;     // a code of config/data/provinces.csv; may be empty
  std::string phone;        // E.164; may be empty. For people: she may sign in on any phone
  bool supervisor = false;  // may unlock the agents of her centre
  bool disabled = false;
  bool new_pin_due = false;  // the PIN was handed out: she chooses one at her first sign-in
  std::int64_t epoch = 0;    // sign-ins of an earlier one are over: see AgentStore
  std::string pin_hash;      // Argon2id, as crypto_pwhash_str writes it
};

std::string encode(const Agent& agent);
std::optional<Agent> decode_agent(std::string_view bytes);

// One phone on which an agent is signed in.
struct SignIn {
  std::string code;
  std::int64_t epoch = 0;
  std::int64_t until_ms = 0;  // Unix time
  bool new_pin_due = false;   // nothing but choosing a PIN is open to her
};

std::string encode(const SignIn& sign_in);
std::optional<SignIn> decode_sign_in(std::string_view bytes);

// A code as it is kept: capital letters and digits, 2 to 12, spaces and signs taken out ("ag-017"
// is AG017). Empty when it is none.
std::string agent_code(std::string_view typed);

// 4 to 8 digits, or it is no PIN.
bool is_agent_pin(std::string_view pin);
// One that is guessed first: one digit only, or digits in a row, up or down (1234, 9876).
bool is_weak_pin(std::string_view pin);
// Six digits out of the system's randomness, never weak.
std::string draw_agent_pin();

constexpr std::size_t kAgentNameMax = 60;  // characters, of names and centres

}  // namespace jisr::gateway
