#include "net/tls.h"

#include <doctest/doctest.h>

#include "unit/net/test_certificates.h"

using namespace presenced::net;
using test::TempFile;
using test::TestAuthority;

namespace {

std::string error_for(const std::string& content) {
  const TempFile file(content);
  const auto tls = TlsContext::make(file.path());
  REQUIRE(!tls.ok());
  const auto start = "ca_file " + file.path().string() + ": ";
  REQUIRE(tls.error().starts_with(start));
  return tls.error().substr(start.size());
}

}  // namespace

TEST_CASE("the system's authorities alone make a context") { CHECK(TlsContext::make(std::nullopt).ok()); }

TEST_CASE("a file may hold several authorities, with words between them") {
  const TempFile file("the first:\n" + TestAuthority().pem() + "\nthe second:\n" + TestAuthority().pem());
  CHECK(TlsContext::make(file.path()).ok());
}

TEST_CASE("a file of authorities that cannot be used is named, with what is wrong with it") {
  CHECK(error_for("") == "holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)");
  CHECK(error_for("no certificate\n") == "holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)");
  const auto good = TestAuthority().pem();
  CHECK(error_for(good + good.substr(0, good.size() / 2)).starts_with("certificate 2 is damaged: "));

  const auto missing = TlsContext::make("/no/such/ca.pem");
  REQUIRE(!missing.ok());
  CHECK(missing.error() == "ca_file /no/such/ca.pem: No such file or directory");
  const auto folder = TlsContext::make("/tmp");
  REQUIRE(!folder.ok());
  CHECK(folder.error() == "ca_file /tmp: Is a directory");
}
