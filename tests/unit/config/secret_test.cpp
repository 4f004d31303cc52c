#include "config/secret.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <concepts>
#include <ostream>
#include <type_traits>

#include "support/temp_dir.h"

namespace presenced::config {
namespace {

using presenced::test::TempDir;

template <class T>
concept Streamable = requires(std::ostream& out, const T& value) {
  out << value;
};

static_assert(Streamable<std::string>);
static_assert(!Streamable<Secret>);
static_assert(!std::convertible_to<Secret, std::string>);
static_assert(!std::convertible_to<Secret, std::string_view>);
static_assert(!std::convertible_to<std::string, Secret>);

std::string message_of(const base::Result<Secret, SecretError>& result) {
  return result ? "(accepted)" : result.error().message;
}

TEST_CASE("a secret is what stands in its file, without the newline at the end") {
  const TempDir dir;
  for (const std::string text : {"xoxb-1", "xoxb-1\n", "xoxb-1\r\n", "xoxb-1\n\n"}) {
    const auto secret = read_secret_file(dir.write("token", text));
    REQUIRE(secret.ok());
    CHECK(secret.value().reveal() == "xoxb-1");
  }
}

TEST_CASE("a secret file that is open to others is refused with the command that mends it") {
  const TempDir dir;
  const std::string name = (dir / "token").string();
  CHECK(message_of(read_secret_file(dir.write("token", "xoxb-1", 0640))) ==
        name + " is accessible to other users (mode 0640); run: chmod 600 " + name);
  for (const mode_t mode : {0604u, 0620u, 0602u, 0610u, 0601u, 0644u, 0666u, 0777u}) {
    CAPTURE(mode);
    CHECK_FALSE(read_secret_file(dir.write("token", "xoxb-1", mode)).ok());
  }
  CHECK(read_secret_file(dir.write("token", "xoxb-1", 0600)).ok());
  CHECK(read_secret_file(dir.write("token", "xoxb-1", 0400)).ok());
}

TEST_CASE("the command that mends a file's mode can be pasted, whatever the file is called") {
  const TempDir dir;
  const std::string name = (dir / "my token").string();
  CHECK(message_of(read_secret_file(dir.write("my token", "xoxb-1", 0644))) ==
        name + " is accessible to other users (mode 0644); run: chmod 600 '" + name + "'");
}

TEST_CASE("what cannot be a secret is refused without being shown") {
  const TempDir dir;
  const std::string name = (dir / "token").string();
  const std::string inside = name +
                             " contains a space, a control character or a non-ASCII letter; "
                             "expected the secret alone, on one line";
  CHECK(message_of(read_secret_file(dir.write("token", ""))) == name + " is empty; expected the secret");
  CHECK(message_of(read_secret_file(dir.write("token", "\n\n"))) == name + " is empty; expected the secret");
  for (const std::string_view text :
       {"xoxb 1", "xoxb-1 ", " xoxb-1", "xoxb\n-1", "xoxb-1\r\nX-Evil: 1", "xoxb\t1", "xoxb-\xc3\xa9", "\x7f"}) {
    CAPTURE(text);
    CHECK(message_of(read_secret_file(dir.write("token", text))) == inside);
  }
  CHECK(message_of(read_secret_file(dir.write("token", std::string_view("a\0b", 3)))) == inside);
}

TEST_CASE("a file that is missing, too large or no file at all is named") {
  const TempDir dir;
  const std::string name = (dir / "x").string();
  CHECK(message_of(read_secret_file(dir / "x")) ==
        name + " cannot be read: No such file or directory; expected a file that holds the secret");
  CHECK(message_of(read_secret_file(dir.path())) ==
        dir.path().string() + " is not a regular file; expected a file that holds the secret");
  CHECK(message_of(read_secret_file(dir.write("x", std::string(4097, 'a')))) ==
        name + " is larger than 4096 bytes; expected a file that holds the secret");
  const std::string fifo = (dir / "fifo").string();
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  CHECK(message_of(read_secret_file(fifo)) == fifo + " is not a regular file; expected a file that holds the secret");
}

}  // namespace
}  // namespace presenced::config
