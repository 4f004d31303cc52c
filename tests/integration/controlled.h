// An installation with a control socket, and questions to it.
#pragma once

#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <utility>

#include "control/decode.h"
#include "integration/installation.h"
#include "net/unix_call.h"

namespace presenced::test {

struct Controlled : Installation {
  explicit Controlled(Setup setup = {}) : Installation(std::move(setup)) {
    write_extra_yaml("", "control: { socket: control.sock }\n");
  }

  std::filesystem::path socket() const { return directory() / "control.sock"; }
  net::UnixReply ask(const std::string& method, const std::string& target, const std::string& body = {}) const {
    return net::unix_call(socket(), {method, target, body});
  }
  control::Status status() const {
    const auto read = control::read_status(ask("GET", "/status").body);
    REQUIRE(read.ok());
    return read.value();
  }
  // Once the daemon answers and this holds of its only workspace.
  bool reports(const std::function<bool(const control::WorkspaceStatus&)>& holds) const {
    const auto hold = [&] {
      const auto read = control::read_status(ask("GET", "/status").body);
      return read.ok() && holds(read.value().workspaces.at(0));
    };
    return eventually(hold, base::Millis{60'000});  // some 20 s until somebody silent counts as unconfirmed
  }
  net::UnixReply about(const std::string& what, const base::UserId& user) const {
    return ask("POST", what, "{\"user\":\"" + user.text + "\"}");
  }
};

}  // namespace presenced::test
