// The client's end of a simulated connection to Redis. Bytes arrive in their order or not at all;
// how long they take, and when the connection is cut, is decided by the world.
#pragma once
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/system/error_code.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "tests/simulation/world/process.hpp"

namespace jisr::simulation {

class Pipe : public Pending, public std::enable_shared_from_this<Pipe> {
 public:
  using Handler = boost::asio::any_completion_handler<void(boost::system::error_code, std::size_t)>;

  static std::shared_ptr<Pipe> of(const boost::asio::any_io_executor& executor);
  explicit Pipe(const boost::asio::any_io_executor& executor);

  void connect(Handler done);
  void read(Handler done, boost::asio::mutable_buffer into);
  void write(std::string_view bytes, Handler done);
  void close();
  void abandon() override;

  // From the server's side.
  void connected(bool refused);
  void arrive(std::string_view bytes);
  void reset();  // the connection is broken, and the client comes to know it
  // Nothing passes in either direction any more, and nobody is told.
  void cut() { is_cut_ = true; }

  [[nodiscard]] bool is_cut() const { return is_cut_; }
  [[nodiscard]] bool is_open() const { return open_; }
  Process& process() { return *process_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  // When the next bytes arrive there or here, in the order in which they left.
  std::int64_t delay_there();
  std::int64_t delay_here();

 private:
  void complete(boost::system::error_code bad, std::size_t size);
  void give();

  World& world_;
  Process* process_;  // null once it is dead
  std::string name_;  // of the process
  boost::asio::any_io_executor executor_;
  std::unique_ptr<Handler> waiting_;  // connect() or read()
  boost::asio::mutable_buffer into_;
  std::string arrived_;
  bool connecting_ = false;
  bool open_ = false;
  bool is_reset_ = false;
  bool is_cut_ = false;
  std::int64_t last_there_us_ = 0;
  std::int64_t last_here_us_ = 0;
};

}  // namespace jisr::simulation
