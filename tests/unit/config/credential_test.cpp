#include "config/credential.h"

#include <doctest/doctest.h>

#include "support/temp_dir.h"

using namespace presenced;
using config::read_credential;
using test::TempDir;

namespace {

const std::string kKept = "/etc/credstore/t, or in the file that LoadCredential=t:FILE names in the systemd unit";

// What `systemd-creds --with-key=host --name=t encrypt` of systemd 252 makes of "xoxb-1-a".
const std::string kBlob =
    "Whxqht+dQJax1aZeCGLxmiAAAAABAAAADAAAABAAAAD65cAUK4MuBJREXHAAAAAA16/QYk0JSGouDAW\n"
    "59shqEUn0tN205TQSH6oTXADyYureZH28lVhmX99A8rjKWzEa\n";

std::string refusal(const TempDir& dir, const std::string& text) {
  dir.write("t", text, 0400);
  const auto read = read_credential(dir.path(), "t");
  REQUIRE_FALSE(read.ok());
  return read.error().message;
}

}  // namespace

TEST_CASE("a credential is the token in systemd's file, whose group bits may show an ACL's mask, without its newline") {
  for (const mode_t mode : {0400u, 0440u}) {
    const TempDir dir;
    dir.write("t", "xoxb-1-a\n", mode);
    const auto read = read_credential(dir.path(), "t");
    REQUIRE(read.ok());
    CHECK(read.value().reveal() == "xoxb-1-a");
  }
  const TempDir dir;
  dir.write("t", "xoxb-1-a", 0444);
  CHECK_FALSE(read_credential(dir.path(), "t").ok());
}

TEST_CASE("a credential that is not there is told with the file to put the token in") {
  const TempDir dir;
  CHECK(read_credential(dir.path(), "t").error().message ==
        "systemd did not pass the credential t to the service; put the token in " + kKept +
            ", check that the unit has that line (systemctl edit presenced), and restart the service");
  CHECK(read_credential({}, "t").error().message ==
        "$CREDENTIALS_DIRECTORY is not set; expected LoadCredential=t in the systemd unit and the token in " + kKept +
            "; or token_file here");
}

TEST_CASE("an empty credential is told from a wrong one") {
  const std::string empty = "the credential t is empty; put the token in " + kKept + ", and restart the service";
  CHECK(refusal(TempDir(), "") == empty);
  CHECK(refusal(TempDir(), "\n\n") == empty);
}

TEST_CASE("an encrypted credential in the place of a plain one is told, in base64 and in bytes, and not shown") {
  const std::string encrypted =
      "the credential t is still encrypted; move the file to /etc/credstore.encrypted/t and write "
      "LoadCredentialEncrypted=t in the systemd unit, or put the plain token in " +
      kKept + "; then restart the service";
  CHECK(refusal(TempDir(), kBlob) == encrypted);
  CHECK(refusal(TempDir(), std::string("\x5a\x1c\x6a\x86\xdf\x00\x01\x02 bytes", 14)) == encrypted);
}

TEST_CASE("what is a token or nothing at all is not taken for an encrypted one") {
  const TempDir dir;
  dir.write("t", "xoxb-" + std::string(200, 'A'), 0400);
  CHECK(read_credential(dir.path(), "t").ok());
  CHECK(refusal(TempDir(), "two words") ==
        "the credential t contains a space, a control character or a non-ASCII letter; expected the secret alone, on "
        "one line");
}
