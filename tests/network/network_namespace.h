// A network of the test's own: two network namespaces with a cable (a veth pair) between them. Slack lives in one, the
// daemon in the other. It has no name and stands in no file: it is gone with the last process or descriptor that holds
// it, even when the test is killed. Needs root, `ip` (iproute2) and `nft` (nftables).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace presenced::test {

// Why there can be no such network here; empty: there can.
std::optional<std::string> why_no_namespaces();

class NetworkNamespace {
 public:
  static constexpr const char* kSlackAddress = "10.77.0.1";
  static constexpr const char* kOtherSlackAddress = "10.77.0.3";  // Slack's as well
  static constexpr const char* kDaemonAddress = "10.77.0.2";

  NetworkNamespace();  // throws
  ~NetworkNamespace();
  NetworkNamespace(const NetworkNamespace&) = delete;
  NetworkNamespace& operator=(const NetworkNamespace&) = delete;

  // Runs this with the calling thread at Slack's end: sockets it makes, and threads it starts, stay there.
  void at_slack(const std::function<void()>& function) const;

  // The words in front of a program that is to run at the daemon's end. `mounts`: files to put in the place of others,
  // for that program alone.
  struct Mount {
    std::string file;
    std::string over;
  };
  std::vector<std::string> launcher(const std::vector<Mount>& mounts = {}) const;

  // What happens to packets that arrive at Slack's end and at the daemon's end. Each replaces what was in force.
  void swallow_all() const;                           // a black hole, both ways, for connections new and old
  void swallow_to(const std::string& address) const;  // packets to this address of Slack's
  void reset_all() const;                             // TCP is answered with resets, both ways
  void lose_some() const;                             // every fourth packet or so, both ways
  void unplug() const;                                // no carrier, no route
  void heal() const;                                  // all is well

 private:
  void filter(const std::string& rule) const;

  int slack_ = -1;
  int daemon_ = -1;
};

}  // namespace presenced::test
