// Bad luck at the start: each time a message that says what to do, and the status that tells the service manager
// whether it is of use to try again (the unit's RestartPreventExitStatus=).
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <string>

#include "integration/installation.h"
#include "store/sqlite.h"

using namespace presenced;
using test::eventually;
using test::Installation;

namespace {

constexpr base::Millis kLimit{10'000};
constexpr uid_t kNobody = 65534;

// An installation whose token is the credential fake.token; what stands in it is written into the credentials' folder.
struct WithCredential : Installation {
  WithCredential() : Installation(launched()) {
    std::string text = config_text();
    const std::string file = "token_file: fake.token";
    text.replace(text.find(file), file.size(), "token_credential: slack-token");
    folder().write("presenced.yaml", text);
  }

  static Setup launched() {
    Setup setup;
    setup.launcher = {"/usr/bin/env", "CREDENTIALS_DIRECTORY=" + credentials().path().string()};
    return setup;
  }
  // One for the test program: each test that writes a credential removes it before it ends.
  static const test::TempDir& credentials() {
    static const test::TempDir folder;
    return folder;
  }
  ~WithCredential() { std::filesystem::remove(credentials() / "slack-token"); }
};

}  // namespace

TEST_CASE("luck: without its credential it says where the token belongs, and ends with 78") {
  WithCredential here;
  here.start();
  CHECK(here.daemon().wait(kLimit) == 78);
  CHECK(
      here.logged("token_credential: systemd did not pass the credential slack-token to the service; put the token in "
                  "/etc/credstore/slack-token"));
  CHECK(here.logged("LoadCredential=slack-token"));
}

TEST_CASE("luck: an empty credential, or ciphertext in its place, is told and ends with 78") {
  WithCredential here;
  here.credentials().write("slack-token", "\n", 0400);
  here.start();
  CHECK(here.daemon().wait(kLimit) == 78);
  CHECK(here.logged("the credential slack-token is empty"));
  std::filesystem::remove(here.credentials() / "slack-token");
  here.credentials().write("slack-token",
                           "Whxqht+dQJax1aZeCGLxmiAAAAABAAAADAAAABAAAADt1vANY6FhJX2197wAAAAAvP6proJA\n"
                           "p6vX0mB1sQy7H1yVbq2rDmGqj3o0cSx5nTtWm8Zk4f2u9aLhE6wRgJdPzKiUvCbN\n",
                           0400);
  here.start();
  CHECK(here.daemon().wait(kLimit) == 78);
  CHECK(here.logged(
      "the credential slack-token is still encrypted; move the file to /etc/credstore.encrypted/slack-token"));
  CHECK_FALSE(here.logged("Whxq"));
}

TEST_CASE("luck: a reload with a refused credential says that a restart brings the new one") {
  WithCredential here;
  here.credentials().write("slack-token", "xoxp-of-somebody-else\n", 0400);
  here.start();
  REQUIRE(eventually([&] { return here.logged("credential_refused"); }));
  CHECK_FALSE(here.logged("credential_not_renewed"));
  here.daemon().signal(SIGHUP);
  CHECK(eventually([&] { return here.logged("credential_not_renewed"); }));
  CHECK(here.logged("store the new token, then run: systemctl restart presenced"));
  CHECK(here.stop() == 0);
}

TEST_CASE("luck: a state directory of another owner ends it with 74, naming who owns it and the command" *
          doctest::skip(::geteuid() != 0)) {
  const test::TempDir state;
  REQUIRE(::chmod(state.path().c_str(), 0755) == 0);
  Installation::Setup setup;
  setup.history_folder = state.path();
  setup.launcher = {"/usr/bin/setpriv", "--reuid=65534", "--clear-groups"};
  Installation here(setup);
  REQUIRE(::chown(here.directory().c_str(), kNobody, 0) == 0);
  for (const auto& entry : std::filesystem::directory_iterator(here.directory()))
    REQUIRE(::chown(entry.path().c_str(), kNobody, 0) == 0);
  here.start();
  CHECK(here.daemon().wait(kLimit) == 74);
  CHECK(here.logged("history_refused"));
  CHECK(here.logged("Permission denied"));
  CHECK(here.logged("belongs to user 0 (mode 0755), and presenced runs as user 65534; run: chown 65534 " +
                    state.path().string()));
}

TEST_CASE("luck: a history of a newer release is refused with 74 and left as it is") {
  Installation here;
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  REQUIRE(here.stop() == 0);
  {
    store::Database database(here.database(), store::Database::Access::read_write);
    database.execute("PRAGMA user_version = 99");
  }
  here.start();
  CHECK(here.daemon().wait(kLimit) == 74);
  CHECK(here.logged("was written by a newer presenced (schema 99, this one knows "));
  store::Database database(here.database(), store::Database::Access::read_write);
  CHECK(database.integer("PRAGMA user_version") == 99);
}

TEST_CASE("luck: of two daemons on one history the second is refused with 74, naming the first's process") {
  Installation here;
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  test::DaemonProcess second(PRESENCED_BINARY, {"--config", here.config().string()}, here.directory() / "second");
  CHECK(second.wait(kLimit) == 74);
  CHECK(second.log().find("in use by process " + std::to_string(here.daemon().pid()) + "; stop that process first") !=
        std::string::npos);
  CHECK(here.stop() == 0);
}
