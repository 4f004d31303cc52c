#include "unit/net/test_certificates.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <random>
#include <stdexcept>

namespace presenced::net::test {
namespace {

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
  void operator()(BIO* bio) const { BIO_free(bio); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

void require(bool ok, const char* what) {
  if (!ok) throw std::runtime_error(std::string("making a test certificate: ") + what);
}

Owned<EVP_PKEY> new_key() {
  Owned<EVP_PKEY> key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
  require(key != nullptr, "key");
  return key;
}

template <class Write>
std::string to_pem(Write write) {
  const Owned<BIO> bio(BIO_new(BIO_s_mem()));
  require(bio && write(bio.get()) == 1, "PEM");
  std::string text;
  std::array<char, 4096> block;
  for (int got = 0; (got = BIO_read(bio.get(), block.data(), static_cast<int>(block.size()))) > 0;)
    text.append(block.data(), static_cast<std::size_t>(got));
  return text;
}

std::string pem_of(X509* certificate) {
  return to_pem([&](BIO* bio) { return PEM_write_bio_X509(bio, certificate); });
}
std::string pem_of(EVP_PKEY* key) {
  return to_pem([&](BIO* bio) { return PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr); });
}

void add(X509* certificate, int id, const std::string& value) {
  const Owned<X509_EXTENSION> extension(X509V3_EXT_conf_nid(nullptr, nullptr, id, value.c_str()));
  require(extension && X509_add_ext(certificate, extension.get(), -1) == 1, value.c_str());
}

// Without its extensions and its signature. Serial numbers are random: OpenSSL confuses certificates of one issuer
// that share one.
Owned<X509> blank(EVP_PKEY* key, const std::string& common_name, int from_days, int until_days) {
  Owned<X509> certificate(X509_new());
  require(certificate != nullptr, "certificate");
  std::random_device random;
  require(ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), random()) == 1, "serial number");
  constexpr long kDay = 24 * 60 * 60;
  X509_set_version(certificate.get(), X509_VERSION_3);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), from_days * kDay);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), until_days * kDay);
  X509_set_pubkey(certificate.get(), key);
  const auto* text = reinterpret_cast<const unsigned char*>(common_name.c_str());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8, text, -1, -1, 0);
  return certificate;
}

Owned<X509> for_server(EVP_PKEY* key, const CertificateWish& wish) {
  auto certificate = blank(key, wish.names.front(), wish.valid_from_days, wish.valid_until_days);
  std::string names = wish.loopback_address ? "IP:127.0.0.1" : "";
  for (const auto& name : wish.names) names += (names.empty() ? "DNS:" : ",DNS:") + name;
  add(certificate.get(), NID_subject_alt_name, names);
  return certificate;
}

void sign(X509* certificate, X509* issuer, EVP_PKEY* issuer_key) {
  X509_set_issuer_name(certificate, X509_get_subject_name(issuer));
  require(X509_sign(certificate, issuer_key, EVP_sha256()) > 0, "signature");
}

}  // namespace

struct TestAuthority::Keys {
  Owned<EVP_PKEY> key = new_key();
  Owned<X509> certificate = blank(key.get(), "presenced test authority", -2, 2);
};

TestAuthority::TestAuthority() : keys_(std::make_unique<Keys>()) {
  auto* certificate = keys_->certificate.get();
  add(certificate, NID_basic_constraints, "critical,CA:TRUE");
  add(certificate, NID_key_usage, "critical,keyCertSign");
  sign(certificate, certificate, keys_->key.get());
  pem_ = pem_of(certificate);
}

TestAuthority::~TestAuthority() = default;

Certificate TestAuthority::issue(const CertificateWish& wish) const {
  const auto key = new_key();
  const auto certificate = for_server(key.get(), wish);
  sign(certificate.get(), keys_->certificate.get(), keys_->key.get());
  return {pem_of(certificate.get()), pem_of(key.get())};
}

Certificate self_signed(const CertificateWish& wish) {
  const auto key = new_key();
  const auto certificate = for_server(key.get(), wish);
  sign(certificate.get(), certificate.get(), key.get());
  return {pem_of(certificate.get()), pem_of(key.get())};
}

}  // namespace presenced::net::test
