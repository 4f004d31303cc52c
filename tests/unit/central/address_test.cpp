#include "central/address.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace presenced::central {
namespace {

std::string parameter(const Address& address, std::string_view key) {
  for (const auto& [name, value] : address.parameters)
    if (name == key) return value;
  return "";
}

Address accepted(const std::string& written) {
  const auto address = read_address(written, {});
  REQUIRE_MESSAGE(address.ok(), address.error());
  return address.value();
}

TEST_CASE("Beyond this machine the server's certificate and name are verified") {
  CHECK(parameter(accepted("postgresql://w@db.example.org/presenced"), "sslmode") == "verify-full");
  CHECK(parameter(accepted("host=db.example.org dbname=presenced"), "sslmode") == "verify-full");
  CHECK(parameter(accepted("postgresql://w@localhost,db.example.org/presenced"), "sslmode") == "verify-full");
  CHECK(parameter(accepted("service=centre"), "sslmode") == "verify-full");
  CHECK(parameter(accepted("postgresql://w@db/presenced?sslrootcert=/etc/ca.pem"), "sslrootcert") == "/etc/ca.pem");
}

TEST_CASE("A mode of TLS that verifies less is refused beyond this machine") {
  for (const char* mode : {"disable", "allow", "prefer", "require", "verify-ca"}) {
    CAPTURE(mode);
    const auto address = read_address(std::string("postgresql://w@db.example.org/p?sslmode=") + mode, {});
    REQUIRE(!address.ok());
    CHECK(address.error().find("only verify-full is accepted") != std::string::npos);
  }
  CHECK(!read_address("postgresql://w@localhost/p?hostaddr=192.0.2.1&sslmode=disable", {}).ok());
}

TEST_CASE("A Unix socket and this machine's own address may do without TLS") {
  CHECK(parameter(accepted("postgresql:///presenced?host=/run/postgresql"), "sslmode") == "");
  CHECK(parameter(accepted("postgresql://w@localhost/presenced?sslmode=disable"), "sslmode") == "disable");
  CHECK(parameter(accepted("postgresql://w@127.0.0.1/presenced"), "sslmode") == "");
}

TEST_CASE("An address that holds a password is refused, and the password is not repeated") {
  for (const char* written : {"postgresql://w:hunter2@db/presenced", "host=db password=hunter2",
                              "postgresql://w@db/presenced?password=hunter2", "host=db sslpassword=hunter2"}) {
    CAPTURE(written);
    const auto address = read_address(written, {});
    REQUIRE(!address.ok());
    CHECK(address.error().find("hunter2") == std::string::npos);
    CHECK(address.error().find("--password-file") != std::string::npos);
  }
  const auto garbled = read_address("postgresql://w:hunter2@db:port:/%zz", {});
  REQUIRE(!garbled.ok());
  CHECK(garbled.error().find("hunter2") == std::string::npos);
}

TEST_CASE("An address is shown without anything secret") {
  const Address address = read_address("postgresql://w@db.example.org:5433/presenced", base::Secret("hunter2")).value();
  CHECK(address.shown == "db.example.org:5433/presenced");
  CHECK(address.password.reveal() == "hunter2");
  CHECK(parameter(address, "password") == "");
}

}  // namespace
}  // namespace presenced::central
