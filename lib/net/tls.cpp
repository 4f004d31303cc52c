#include "net/tls.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <utility>

#include "net/private/tls_native.h"

namespace presenced::net {
namespace {

struct Closer {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(X509* certificate) const { X509_free(certificate); }
};
template <class T>
using Owned = std::unique_ptr<T, Closer>;

std::string openssl_error() {
  const auto code = ERR_get_error();
  ERR_clear_error();
  const char* reason = ERR_reason_error_string(code);
  return reason ? reason : "OpenSSL error " + std::to_string(code);
}

// Adds every certificate of `pem` to what `context` trusts. Returns what is wrong, or nothing.
std::string trust_all(SSL_CTX* context, const std::string& pem) {
  ERR_clear_error();
  const Owned<BIO> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  if (!bio) return openssl_error();
  for (int count = 0;; ++count) {
    const Owned<X509> certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    if (!certificate) {
      const bool at_end = ERR_GET_LIB(ERR_peek_last_error()) == ERR_LIB_PEM &&
                          ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
      if (!at_end) return "certificate " + std::to_string(count + 1) + " is damaged: " + openssl_error();
      ERR_clear_error();
      return count > 0 ? std::string{} : "holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)";
    }
    if (X509_STORE_add_cert(SSL_CTX_get_cert_store(context), certificate.get()) != 1) return openssl_error();
  }
}

}  // namespace

std::string tls_version() { return OpenSSL_version(OPENSSL_VERSION); }

base::Result<TlsContext, std::string> TlsContext::make(const std::optional<std::string>& authorities) {
  auto native = std::make_unique<Native>();
  SSL_CTX* context = native->context.native_handle();
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  ERR_clear_error();
  if (SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) != 1)
    return "TLS cannot be limited to version 1.2 and newer: " + openssl_error();
  if (SSL_CTX_set_default_verify_paths(context) != 1)
    return "the system's certificate authorities cannot be used: " + openssl_error();
  if (authorities) {
    const std::string wrong = trust_all(context, *authorities);
    if (!wrong.empty()) return wrong;
  }
  return TlsContext(std::move(native));
}

TlsContext::TlsContext(std::unique_ptr<Native> native) : native_(std::move(native)) {}
TlsContext::TlsContext(TlsContext&&) noexcept = default;
TlsContext& TlsContext::operator=(TlsContext&&) noexcept = default;
TlsContext::~TlsContext() = default;

}  // namespace presenced::net
