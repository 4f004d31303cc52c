#include "support/certificates.h"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <stdexcept>

namespace presenced::test_support {
namespace {

constexpr long kHour = 3600;
constexpr long kDay = 24 * kHour;

void require(bool done, const char* what) {
  if (!done) throw std::runtime_error(std::string("OpenSSL could not ") + what);
}

struct Bio {
  Bio() : bio(BIO_new(BIO_s_mem())) { require(bio != nullptr, "make a buffer"); }
  ~Bio() { BIO_free(bio); }
  Bio(const Bio&) = delete;
  Bio& operator=(const Bio&) = delete;
  std::string text() const {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return std::string(data, static_cast<std::size_t>(size));
  }
  BIO* bio;
};

void add_extension(X509* certificate, X509* issuer, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value);
  require(extension != nullptr, "make an extension");
  const int added = X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
  require(added == 1, "add an extension");
}

// Serial, name, key and validity in seconds from now.
void fill(X509* certificate, EVP_PKEY* key, const char* name, long from, long to) {
  std::uint64_t serial = 0;
  require(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1, "draw a serial number");
  require(ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1) == 1, "set the serial number");
  require(X509_set_version(certificate, X509_VERSION_3) == 1, "set the version");
  X509_NAME* subject = X509_get_subject_name(certificate);
  const auto* text = reinterpret_cast<const unsigned char*>(name);
  require(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, text, -1, -1, 0) == 1, "set the name");
  require(X509_set_pubkey(certificate, key) == 1, "set the key");
  require(X509_gmtime_adj(X509_getm_notBefore(certificate), from) != nullptr, "set notBefore");
  require(X509_gmtime_adj(X509_getm_notAfter(certificate), to) != nullptr, "set notAfter");
}

std::string pem_of(X509* certificate) {
  const Bio out;
  require(PEM_write_bio_X509(out.bio, certificate) == 1, "write a certificate");
  return out.text();
}

}  // namespace

CertificateAuthority::Key CertificateAuthority::new_key() {
  Key key(EVP_EC_gen("P-256"));
  require(key != nullptr, "make a key");
  return key;
}

CertificateAuthority::CertificateAuthority(const std::string& name)
    : name_(name), key_(new_key()), certificate_(X509_new()) {
  X509* self = certificate_.get();
  require(self != nullptr, "make a certificate");
  fill(self, key_.get(), name_.c_str(), -2 * kDay, 7 * kDay);
  require(X509_set_issuer_name(self, X509_get_subject_name(self)) == 1, "set the issuer");
  add_extension(self, self, NID_basic_constraints, "critical,CA:TRUE");
  add_extension(self, self, NID_key_usage, "critical,keyCertSign,cRLSign");
  add_extension(self, self, NID_subject_key_identifier, "hash");
  require(X509_sign(self, key_.get(), EVP_sha256()) > 0, "sign");
  pem_ = pem_of(self);
}

ServerCertificate CertificateAuthority::issue(Flaw flaw, const std::string& more_names) const {
  if (flaw == Flaw::unknown_ca) return CertificateAuthority("an authority nobody knows").issue(Flaw::none, more_names);
  if (flaw == Flaw::impostor_ca) return CertificateAuthority(name_).issue(Flaw::none, more_names);
  const Key key = new_key();
  const Certificate certificate(X509_new());
  require(certificate != nullptr, "make a certificate");
  const bool wrong_host = flaw == Flaw::wrong_host;
  const bool self_signed = flaw == Flaw::self_signed;
  const long from = flaw == Flaw::expired ? -2 * kDay : flaw == Flaw::not_yet_valid ? kDay : -kHour;
  const long to = flaw == Flaw::expired ? -kDay : flaw == Flaw::not_yet_valid ? 2 * kDay : 7 * kDay;
  fill(certificate.get(), key.get(), wrong_host ? "elsewhere.invalid" : "localhost", from, to);
  X509* issuer = self_signed ? certificate.get() : certificate_.get();
  require(X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer)) == 1, "set the issuer");
  add_extension(certificate.get(), issuer, NID_basic_constraints, "critical,CA:FALSE");
  add_extension(certificate.get(), issuer, NID_ext_key_usage, "serverAuth");
  std::string names = wrong_host ? "DNS:elsewhere.invalid" : "DNS:localhost,IP:127.0.0.1";
  if (!more_names.empty()) names += "," + more_names;
  add_extension(certificate.get(), issuer, NID_subject_alt_name, names.c_str());
  require(X509_sign(certificate.get(), self_signed ? key.get() : key_.get(), EVP_sha256()) > 0, "sign");
  const Bio key_out;
  require(PEM_write_bio_PrivateKey(key_out.bio, key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1, "write a key");
  return {pem_of(certificate.get()), key_out.text()};
}

}  // namespace presenced::test_support
