// An open file, closed when it goes out of scope.
#pragma once

#include <unistd.h>

namespace presenced::files {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}  // what open(2) returned
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int number() const { return number_; }
  bool ok() const { return number_ >= 0; }

 private:
  int number_;
};

}  // namespace presenced::files
