#include "web/credential.h"

#include <doctest/doctest.h>

#include "unit/web/page_request.h"

namespace presenced::web {

using test::get;
using Kind = Credential::Kind;

TEST_CASE("a credential is a bearer token, or else our cookie") {
  CHECK(credential_of(get("/")).kind == Kind::none);
  CHECK(credential_of(get("/", {{"Authorization", "Bearer abc"}})) == Credential{Kind::bearer, base::Secret("abc")});
  CHECK(credential_of(get("/", {{"authorization", "bearer  abc "}})) == Credential{Kind::bearer, base::Secret("abc")});
  CHECK(credential_of(get("/", {{"Authorization", "Basic abc"}})).kind == Kind::none);
  CHECK(credential_of(get("/", {{"Cookie", "a=1; presenced=abc; b=2"}})) ==
        Credential{Kind::cookie, base::Secret("abc")});
  for (const char* other : {"xpresenced=abc", "presenced", "presenced=", "a=presenced=abc", "presenced2=abc", ";;"})
    CHECK(credential_of(get("/", {{"Cookie", other}})).kind == Kind::none);
  CHECK(credential_of(get("/", {{"Cookie", "presenced=a"}, {"Authorization", "Bearer b"}})).kind == Kind::bearer);
}

TEST_CASE("the cookie is kept from scripts and other sites, for as long as the token lasts") {
  const base::Secret secret("abc");
  CHECK(set_cookie(secret, base::Millis{90'500}, false) ==
        "presenced=abc; Path=/; Max-Age=91; HttpOnly; SameSite=Strict");
  CHECK(set_cookie(secret, std::nullopt, true) ==
        "presenced=abc; Path=/; Max-Age=34560000; HttpOnly; SameSite=Strict; Secure");
  CHECK(over_https(get("/", {{"X-Forwarded-Proto", "HTTPS"}})));
  CHECK_FALSE(over_https(get("/", {{"X-Forwarded-Proto", "http"}})));
  CHECK_FALSE(over_https(get("/")));
}

}  // namespace presenced::web
