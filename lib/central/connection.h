// A connection to PostgreSQL: statements, their rows and COPY. The only place that knows libpq.
//
// Used by one thread. While it waits for the server it asks `stop` several times a second, and throws Stopped when that
// says so: what was not committed is then rolled back by the server. Every other failure is a CentreError, and after
// one the connection is of no use any more.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "central/address.h"

struct pg_conn;
struct pg_result;

namespace presenced::central {

enum class Trouble : std::uint8_t {
  away,     // it cannot be reached, is starting or stopping, or has no room: the same may work later
  refused,  // it answers, and a person has to change something
};

struct CentreError {
  Trouble trouble = Trouble::away;
  std::string message;  // for a person, without secrets
};

struct Stopped {};  // the caller asked it to end

using Value = std::optional<std::string>;  // empty: NULL

class Connection {
 public:
  using Stop = std::function<bool()>;

  Connection(const Address& address, Stop stop);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // One or more statements without parameters; their rows are passed over.
  void execute(const std::string& sql);
  // One statement with $1, $2, ...: its rows.
  std::vector<std::vector<Value>> query(const std::string& sql, const std::vector<Value>& values = {});
  // The same, of which only the number of rows that it changed is of interest.
  std::int64_t change(const std::string& sql, const std::vector<Value>& values = {});

  // COPY ... FROM STDIN: begin, rows (copy_text.h) in pieces of any size, end. Between the two nothing else.
  void begin_copy(const std::string& sql);
  void copy(std::string_view rows);
  void end_copy();

 private:
  struct Cleared {
    void operator()(pg_result* result) const;
  };
  using Result = std::unique_ptr<pg_result, Cleared>;

  void connect(const Address& address);
  void wait(short events);
  void flush();
  Result next_result();
  Result last_result();  // of all; throws what the server said
  Result send(const std::string& sql, const std::vector<Value>& values);
  [[noreturn]] void fail(const pg_result* result);
  [[noreturn]] void fail_away();

  std::string shown_;
  Stop stop_;
  pg_conn* connection_ = nullptr;
};

}  // namespace presenced::central
