// The only user of hiredis's reader.
#include "gateway/redis/decoder.hpp"

#include <hiredis/hiredis.h>

#include <new>

namespace jisr::gateway::redis {
namespace {

// hiredis makes room for all elements that an array announces before one has come; an announcement
// of 2^31 would hold up the thread for seconds. Ours have some thousands.
constexpr int kElementsMax = 1'000'000;

const redisReplyObjectFunctions* own_functions(const redisReplyObjectFunctions* usual) {
  static decltype(redisReplyObjectFunctions::createArray) usual_create_array = usual->createArray;
  static const redisReplyObjectFunctions own = [usual] {
    redisReplyObjectFunctions functions = *usual;
    functions.createArray = [](const redisReadTask* task, int elements) -> void* {
      return elements > kElementsMax ? nullptr : usual_create_array(task, elements);
    };
    return functions;
  }();
  return &own;
}

}  // namespace

void Decoder::Free::operator()(redisReader* reader) const {
  redisReaderFree(reader);
}

Decoder::Decoder(std::size_t reply_bytes_max)
    : reader_(redisReaderCreate()), reply_bytes_max_(reply_bytes_max) {
  if (!reader_) throw std::bad_alloc();
  reader_->fn = const_cast<redisReplyObjectFunctions*>(own_functions(reader_->fn));
}

bool Decoder::feed(std::string_view bytes) {
  unfinished_bytes_ += bytes.size();
  return redisReaderFeed(reader_.get(), bytes.data(), bytes.size()) == REDIS_OK;
}

Decoder::Status Decoder::next(Reply& out) {
  void* reply = nullptr;
  if (redisReaderGetReply(reader_.get(), &reply) != REDIS_OK) return Status::broken;
  if (reply == nullptr) {
    // The elements of an array are consumed one by one, so the reader's own buffer does not tell
    // how large an unfinished reply is.
    return unfinished_bytes_ > reply_bytes_max_ ? Status::broken : Status::more;
  }
  unfinished_bytes_ = reader_->len - reader_->pos;
  out = Reply(static_cast<redisReply*>(reply));
  return Status::reply;
}

}  // namespace jisr::gateway::redis
