// A fake Slack in a process of its own, so that its memory and descriptors are not taken for the daemon's, which ends
// every session soon after it has begun, each in another way.
#pragma once

#include <sys/types.h>

#include <string>

#include "base/ids.h"

namespace presenced::test {

class SlackProcess {
 public:
  static constexpr int kPeople = 20;
  static base::UserId person(int number);  // from 1

  SlackProcess();   // forks: no thread may run yet. Throws when the fake does not come up.
  ~SlackProcess();  // ends it
  SlackProcess(const SlackProcess&) = delete;
  SlackProcess& operator=(const SlackProcess&) = delete;

  const std::string& api_url() const { return api_url_; }
  const std::string& authority_pem() const { return authority_pem_; }
  static std::string token() { return "xoxb-fake"; }

  void let_live();      // from now on sessions live
  void end_sessions();  // from now on they do not; it begins like that

 private:
  void tell(char word);

  pid_t pid_ = -1;
  int control_ = -1;  // a socket pair's end: words go out, the address came in
  std::string api_url_;
  std::string authority_pem_;
};

}  // namespace presenced::test
