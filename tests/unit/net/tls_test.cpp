#include "net/tls.h"

#include <doctest/doctest.h>

#include "unit/net/test_certificates.h"

using namespace presenced::net;
using test::TestAuthority;

namespace {

std::string error_for(const std::string& authorities) {
  const auto tls = TlsContext::make(authorities);
  REQUIRE(!tls.ok());
  return tls.error();
}

}  // namespace

TEST_CASE("the system's authorities alone make a context") { CHECK(TlsContext::make(std::nullopt).ok()); }

TEST_CASE("a text may hold several authorities, with words between them") {
  CHECK(TlsContext::make("the first:\n" + TestAuthority().pem() + "\nthe second:\n" + TestAuthority().pem()).ok());
}

TEST_CASE("an unusable text of authorities is refused with what is wrong with it") {
  CHECK(error_for("") == "holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)");
  CHECK(error_for("no certificate\n") == "holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)");
  const auto good = TestAuthority().pem();
  CHECK(error_for(good + good.substr(0, good.size() / 2)).starts_with("certificate 2 is damaged: "));
}
