// Where the centre is, from what an administrator wrote. Never from there: a password.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/secret.h"

namespace presenced::central {

struct Address {
  std::vector<std::pair<std::string, std::string>> parameters;  // of libpq, without the password
  base::Secret password;  // empty: libpq looks into its own files (~/.pgpass, `passfile`, `service`)
  std::string shown;      // for people: "db.example.org:5432/presenced"
};

// `written`: postgresql://USER@HOST:PORT/DATABASE?KEY=VALUE, or what else libpq takes. Refused, with a sentence that
// says what to do: a text that libpq cannot read, one that holds a password, and one that weakens TLS. To another
// machine the connection is encrypted and the server's certificate and name are verified (`sslmode=verify-full`); only
// a Unix socket and this machine's own address may do without.
base::Result<Address, std::string> read_address(const std::string& written, base::Secret password);

}  // namespace presenced::central
