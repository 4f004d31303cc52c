// What can go wrong with the history, classed by what the daemon then does.
//
// Inside this module a failure is thrown (StoreError) and unwinds to the one function at the edge that rolls back and
// turns it into a value (Failure). Nothing thrown leaves the module, but from store/replica.h.
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <utility>

namespace presenced::store {

enum class FailureClass : std::uint8_t {
  busy,    // somebody else holds the database: another daemon at start, a foreign writer later
  full,    // no room, or the disk does not take it now: keep what is to be written and try again
  broken,  // it will not get better by itself: stop writing, leave the files as they are, say so
};

struct Failure {
  FailureClass failure_class = FailureClass::broken;
  int code = 0;         // SQLite's extended result code, or an errno for the files around the database
  std::string message;  // names the file, what happened and what to do
};

// The class of a result code of SQLite (https://sqlite.org/rescode.html).
FailureClass classify(int extended_code);

class StoreError : public std::exception {
 public:
  explicit StoreError(Failure failure) : failure_(std::move(failure)) {}
  const char* what() const noexcept override { return failure_.message.c_str(); }
  const Failure& failure() const { return failure_; }

 private:
  Failure failure_;
};

}  // namespace presenced::store
