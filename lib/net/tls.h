// What TLS trusts: made once from the configuration, used by every connection.
//
// TLS 1.2 or newer; the chain and the host name are always verified and nothing turns that off.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/result.h"

namespace presenced::net {

std::string tls_version();  // of the library: "OpenSSL 3.0.17 1 Jul 2025"

// Connections hold on to what they need of it: it may be replaced or destroyed while they are open.
class TlsContext {
 public:
  // Trusts the system's certificate authorities and those in `authorities`: the text of a PEM file with one or many.
  // The error says what is wrong with the text.
  static base::Result<TlsContext, std::string> make(const std::optional<std::string>& authorities);

  TlsContext(TlsContext&&) noexcept;
  TlsContext& operator=(TlsContext&&) noexcept;
  ~TlsContext();

  struct Native;  // the OpenSSL part: private/tls_native.h
  Native& native() const { return *native_; }

 private:
  explicit TlsContext(std::unique_ptr<Native> native);
  std::unique_ptr<Native> native_;
};

}  // namespace presenced::net
