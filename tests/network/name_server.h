// A small DNS server for one name, on port 53 of an address of a namespace of the test's own: it answers every question
// for an address, over UDP, with what the test says at the moment, or not at all.
//
// Threads: a thread of its own runs it, in the network namespace of the thread that makes it; the functions here may be
// called from any. Errors: the constructor throws; a question that is no question is passed over.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace presenced::test {

class NameServer {
 public:
  explicit NameServer(const std::string& address);
  ~NameServer();
  NameServer(const NameServer&) = delete;
  NameServer& operator=(const NameServer&) = delete;

  void answer_with(const std::string& address);  // IPv4, to live for 0 s
  void answer_no_such_name();                    // NXDOMAIN; it begins like that
  void answer_nothing();                         // the question is heard, and that is all

  std::size_t questions() const;  // that came

 private:
  class Loop;
  std::unique_ptr<Loop> loop_;
};

}  // namespace presenced::test
