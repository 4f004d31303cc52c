#include "central/address.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string_view>
#include <system_error>

namespace presenced::central {
namespace {

constexpr const char* kAuthorities = "/etc/ssl/certs/ca-certificates.crt";  // Debian's, of ca-certificates

// What no command line may hold: everybody on the machine can read it.
constexpr std::array<std::string_view, 2> kSecrets{"password", "sslpassword"};

// A peer that has vanished is noticed within half a minute (https://www.postgresql.org/docs/15/libpq-connect.html).
constexpr std::array<std::pair<const char*, const char*>, 7> kDefaults{{{"application_name", "presenced-replicate"},
                                                                        {"client_encoding", "UTF8"},
                                                                        {"keepalives_idle", "10"},
                                                                        {"keepalives_interval", "5"},
                                                                        {"keepalives_count", "3"},
                                                                        {"tcp_user_timeout", "30000"},
                                                                        {"gssencmode", "disable"}}};

using Parameters = std::vector<std::pair<std::string, std::string>>;

const std::string* value_of(const Parameters& parameters, std::string_view key) {
  const auto found =
      std::find_if(parameters.begin(), parameters.end(), [&](const auto& parameter) { return parameter.first == key; });
  return found == parameters.end() ? nullptr : &found->second;
}

bool is_this_machine(std::string_view host) {
  return host.starts_with('/') || host.starts_with('@') || host == "localhost" || host == "127.0.0.1" || host == "::1";
}

// Each of several hosts with commas between them.
bool stays_here(const std::string& hosts) {
  for (std::size_t at = 0; at <= hosts.size();) {
    const std::size_t end = std::min(hosts.find(',', at), hosts.size());
    if (!is_this_machine(std::string_view(hosts).substr(at, end - at))) return false;
    at = end + 1;
  }
  return true;
}

std::string shown(const Parameters& parameters) {
  const auto text = [&](std::string_view key, std::string otherwise) {
    const std::string* value = value_of(parameters, key);
    return value ? *value : std::move(otherwise);
  };
  if (const std::string* service = value_of(parameters, "service")) return "service " + *service;
  return fmt::format("{}:{}/{}", text("host", "local"), text("port", "5432"), text("dbname", ""));
}

struct Freed {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
  void operator()(char* text) const { PQfreemem(text); }
};

// What libpq would take from the environment (PGHOST, PGSERVICE, ...) where the address does not say it.
void add_from_environment(Parameters& parameters) {
  constexpr std::array<std::string_view, 4> kTaken{"host", "hostaddr", "service", "sslrootcert"};
  const std::unique_ptr<PQconninfoOption, Freed> options(PQconndefaults());
  for (const PQconninfoOption* option = options.get(); option != nullptr && option->keyword != nullptr; ++option) {
    const bool taken = std::find(kTaken.begin(), kTaken.end(), option->keyword) != kTaken.end();
    if (taken && option->val != nullptr && !value_of(parameters, option->keyword))
      parameters.emplace_back(option->keyword, option->val);
  }
}

// The authorities that the system trusts, where libpq has no list of its own.
void add_authorities(Parameters& parameters) {
  if (value_of(parameters, "sslrootcert")) return;
  std::error_code ignored;
  const char* home = std::getenv("HOME");
  if (home != nullptr && std::filesystem::exists(std::string(home) + "/.postgresql/root.crt", ignored)) return;
  if (std::filesystem::exists(kAuthorities, ignored)) parameters.emplace_back("sslrootcert", kAuthorities);
}

}  // namespace

base::Result<Address, std::string> read_address(const std::string& written, base::Secret password) {
  char* why = nullptr;
  const std::unique_ptr<PQconninfoOption, Freed> options(PQconninfoParse(written.c_str(), &why));
  const std::unique_ptr<char, Freed> reason(why);
  // libpq's own sentence may repeat what was written, a password in it.
  if (!options)
    return std::string(
        "--to: not an address of PostgreSQL; use postgresql://USER@HOST:PORT/DATABASE, without a password");
  Address address;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val == nullptr) continue;
    if (std::find(kSecrets.begin(), kSecrets.end(), option->keyword) != kSecrets.end())
      return fmt::format("--to: must not hold a {}, which others on this machine could read; use --password-file FILE",
                         option->keyword);
    address.parameters.emplace_back(option->keyword, option->val);
  }
  add_from_environment(address.parameters);
  const std::string* host = value_of(address.parameters, "host");
  const std::string* service = value_of(address.parameters, "service");
  const std::string* hostaddr = value_of(address.parameters, "hostaddr");
  const bool here = !service && !hostaddr && (!host || stays_here(*host));
  const std::string* mode = value_of(address.parameters, "sslmode");
  if (!here && mode && *mode != "verify-full")
    return fmt::format("--to: sslmode={} does not verify the server; only verify-full is accepted beyond this machine",
                       *mode);
  if (!here && !mode) address.parameters.emplace_back("sslmode", "verify-full");
  if (!here) add_authorities(address.parameters);
  for (const auto& [key, value] : kDefaults)
    if (!value_of(address.parameters, key)) address.parameters.emplace_back(key, value);
  address.shown = shown(address.parameters);
  address.password = std::move(password);
  return address;
}

}  // namespace presenced::central
