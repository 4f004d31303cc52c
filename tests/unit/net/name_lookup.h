// Steers what this test program's name look-ups answer: it has its own getaddrinfo, because a slow or odd DNS server
// cannot be had otherwise. Names nobody steers are looked up as always.
#pragma once

#include <string>
#include <vector>

namespace presenced::net::test {

// While this lives, looking up `name` yields these addresses, in this order.
class AnsweredName {
 public:
  AnsweredName(std::string name, std::vector<std::string> addresses);
  ~AnsweredName();

 private:
  std::string name_;
};

// While this lives, or until `release`, looking up `name` hangs; after that it fails.
class HeldName {
 public:
  explicit HeldName(std::string name);
  ~HeldName();
  void release();

 private:
  std::string name_;
};

}  // namespace presenced::net::test
