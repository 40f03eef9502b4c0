// Between Lua's values and Redis's. lua_error() jumps over C++ frames: no function that may raise
// one holds anything that has to be destroyed.
#include "tests/simulation/redis/scripts.hpp"

#include <lua5.1/lua.hpp>

#include <algorithm>
#include <stdexcept>

#include "gateway/redis/script.hpp"

namespace jisr::simulation {

namespace {

// What redis.call works on while a script runs.
struct Running {
  Keyspace* keys = nullptr;
  Words declared;
  std::int64_t now_us = 0;
};
const char kRunning = 0;  // its address is the name in the registry

Running& running(lua_State* lua) {
  lua_pushlightuserdata(lua, const_cast<char*>(&kRunning));
  lua_rawget(lua, LUA_REGISTRYINDEX);
  auto* found = static_cast<Running*>(lua_touserdata(lua, -1));
  lua_pop(lua, 1);
  return *found;
}

void push_table_of_one(lua_State* lua, const char* name, const std::string& text) {
  lua_newtable(lua);
  lua_pushlstring(lua, text.data(), text.size());
  lua_setfield(lua, -2, name);
}

void push(lua_State* lua, const Value& value) {
  switch (value.kind) {
    case Value::Kind::nil:
      lua_pushboolean(lua, 0);
      break;
    case Value::Kind::integer:
      lua_pushnumber(lua, static_cast<lua_Number>(value.number));
      break;
    case Value::Kind::text:
      lua_pushlstring(lua, value.text.data(), value.text.size());
      break;
    case Value::Kind::status:
      push_table_of_one(lua, "ok", value.text);
      break;
    case Value::Kind::error:
      push_table_of_one(lua, "err", value.text);
      break;
    case Value::Kind::array:
      lua_newtable(lua);
      for (std::size_t i = 0; i < value.items.size(); ++i) {
        push(lua, value.items[i]);
        lua_rawseti(lua, -2, static_cast<int>(i + 1));
      }
      break;
  }
}

bool has_text(lua_State* lua, int table, const char* name, std::string& text) {
  lua_getfield(lua, table, name);
  const bool found = lua_type(lua, -1) == LUA_TSTRING;
  if (found) text.assign(lua_tostring(lua, -1), lua_objlen(lua, -1));
  lua_pop(lua, 1);
  return found;
}

// What a script returned, as Redis converts it: numbers are cut, tables end at their first nil.
Value value_at(lua_State* lua, int at) {
  switch (lua_type(lua, at)) {
    case LUA_TSTRING:
      return Value::bulk({lua_tostring(lua, at), lua_objlen(lua, at)});
    case LUA_TNUMBER:
      return Value::integer(static_cast<std::int64_t>(lua_tonumber(lua, at)));
    case LUA_TBOOLEAN:
      return lua_toboolean(lua, at) != 0 ? Value::integer(1) : Value::nil();
    case LUA_TTABLE:
      break;
    default:
      return Value::nil();
  }
  std::string text;
  if (has_text(lua, at, "err", text)) return Value::error(text);
  if (has_text(lua, at, "ok", text)) return Value::status(text);
  Value all = Value::array();
  for (int i = 1;; ++i) {
    lua_rawgeti(lua, at, i);
    if (lua_isnil(lua, -1)) {
      lua_pop(lua, 1);
      return all;
    }
    all.items.push_back(value_at(lua, lua_gettop(lua)));
    lua_pop(lua, 1);
  }
}

Value call(lua_State* lua) {
  auto& now = running(lua);
  std::vector<std::string> texts;
  for (int i = 1; i <= lua_gettop(lua); ++i) {
    if (lua_type(lua, i) == LUA_TNUMBER) {
      texts.push_back(number_text(lua_tonumber(lua, i)));
    } else if (lua_type(lua, i) == LUA_TSTRING) {
      texts.emplace_back(lua_tostring(lua, i), lua_objlen(lua, i));
    } else {
      return Value::error("ERR Lua redis lib command arguments must be strings or integers");
    }
  }
  if (texts.empty()) return Value::error("ERR Please specify at least one argument");
  const Words words(texts.begin(), texts.end());
  for (const auto key : keys_of(words)) {
    if (std::find(now.declared.begin(), now.declared.end(), key) == now.declared.end()) {
      return Value::error("ERR Script tried to access a key that it did not declare");
    }
  }
  return execute(*now.keys, words, now.now_us);
}

// The reply is on the stack afterwards. True: it is an error.
bool call_and_push(lua_State* lua) {
  const auto value = call(lua);
  push(lua, value);
  return value.is_error();
}

int redis_call(lua_State* lua) {
  if (call_and_push(lua)) return lua_error(lua);
  return 1;
}

int redis_pcall(lua_State* lua) {
  call_and_push(lua);
  return 1;
}

int table_of_one(lua_State* lua, const char* name) {
  if (lua_gettop(lua) != 1 || lua_type(lua, 1) != LUA_TSTRING) return 0;
  lua_newtable(lua);
  lua_pushvalue(lua, 1);
  lua_setfield(lua, -2, name);
  return 1;
}

int redis_error_reply(lua_State* lua) {
  return table_of_one(lua, "err");
}

int redis_status_reply(lua_State* lua) {
  return table_of_one(lua, "ok");
}

void open_library(lua_State* lua, lua_CFunction open, const char* name) {
  lua_pushcfunction(lua, open);
  lua_pushstring(lua, name);
  lua_call(lua, 1, 0);
}

void set_words(lua_State* lua, const char* name, const Words& words) {
  lua_createtable(lua, static_cast<int>(words.size()), 0);
  for (std::size_t i = 0; i < words.size(); ++i) {
    lua_pushlstring(lua, words[i].data(), words[i].size());
    lua_rawseti(lua, -2, static_cast<int>(i + 1));
  }
  lua_setglobal(lua, name);
}

}  // namespace

Scripts::Scripts() : lua_(luaL_newstate()) {
  if (lua_ == nullptr) throw std::runtime_error("Lua does not start");
  open_library(lua_, luaopen_base, "");
  open_library(lua_, luaopen_table, LUA_TABLIBNAME);
  open_library(lua_, luaopen_string, LUA_STRLIBNAME);
  open_library(lua_, luaopen_math, LUA_MATHLIBNAME);
  const luaL_Reg functions[] = {{"call", redis_call},
                                {"pcall", redis_pcall},
                                {"error_reply", redis_error_reply},
                                {"status_reply", redis_status_reply},
                                {nullptr, nullptr}};
  lua_newtable(lua_);
  for (const auto* one = functions; one->name != nullptr; ++one) {
    lua_pushcfunction(lua_, one->func);
    lua_setfield(lua_, -2, one->name);
  }
  lua_setglobal(lua_, "redis");
}

Scripts::~Scripts() {
  lua_close(lua_);
}

// Its function is on the stack afterwards; or, when it gives false, what is wrong with it.
bool Scripts::compile(std::string_view source) {
  const auto known = compiled_.find(source);
  if (known != compiled_.end()) {
    lua_rawgeti(lua_, LUA_REGISTRYINDEX, known->second);
    return true;
  }
  const auto body = source.substr(std::min(source.find('\n'), source.size()));
  if (luaL_loadbuffer(lua_, body.data(), body.size(), "@user_script") != 0) return false;
  lua_pushvalue(lua_, -1);
  compiled_.emplace(source, luaL_ref(lua_, LUA_REGISTRYINDEX));
  return true;
}

Value Scripts::run(std::string_view source, Keyspace& keys, const Words& words,
                   std::size_t number_of_keys, std::int64_t now_us) {
  lua_settop(lua_, 0);
  const auto middle = words.begin() + static_cast<std::ptrdiff_t>(number_of_keys);
  Running now{&keys, Words(words.begin(), middle), now_us};
  lua_pushlightuserdata(lua_, const_cast<char*>(&kRunning));
  lua_pushlightuserdata(lua_, &now);
  lua_rawset(lua_, LUA_REGISTRYINDEX);
  set_words(lua_, "KEYS", now.declared);
  set_words(lua_, "ARGV", Words(middle, words.end()));
  const bool well = compile(source) && lua_pcall(lua_, 0, 1, 0) == 0;
  if (well) return value_at(lua_, lua_gettop(lua_));
  if (lua_istable(lua_, -1)) return value_at(lua_, lua_gettop(lua_));
  const char* why = lua_tostring(lua_, -1);
  return Value::error(std::string("ERR ") + (why == nullptr ? "the script failed" : why));
}

std::string script_hash(std::string_view source) {
  return gateway::redis::Script(source).sha1();
}

}  // namespace jisr::simulation
