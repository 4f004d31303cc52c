// A program as a receiver: started once a change, which it reads from its standard input. It acknowledges by exiting
// with 0.
#pragma once

#include <string>
#include <string_view>

#include "base/time.h"
#include "hooks/ending.h"
#include "hooks/receiver.h"

namespace presenced::hooks {

// What a program has from SIGTERM to SIGKILL.
inline constexpr base::Millis kFromTermToKill{5'000};

class Program final : public Receiver {
 public:
  // `name`: a path, or a name that is looked for in PATH; it is started without a shell and without arguments. After
  // `limit`, or kGrace after the end is wished, it gets SIGTERM, then SIGKILL, each with all of its process group; it
  // has failed then, whatever its exit status. Ignores SIGPIPE in this process from now on.
  Program(std::string name, base::Millis limit, Ending ending);

  // Its standard output and standard error are this process's. It gets SIGKILL when this process dies, so that it does
  // not come after what the next one starts. What it leaves running after exit 0 stays.
  Outcome deliver(std::string_view object) override;

 private:
  std::string name_;
  base::Millis limit_;
  Ending ending_;
};

}  // namespace presenced::hooks
