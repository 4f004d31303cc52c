// A throw-away certificate authority for tests, made anew by each that needs one: nothing secret is ever kept in the
// tree. OpenSSL only; every failure of OpenSSL's is a std::runtime_error, for it means that the test cannot run.
#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <cstdint>
#include <memory>
#include <string>

namespace presenced::test_support {

// What is wrong with a server's certificate.
enum class Flaw : std::uint8_t {
  none,           // good for `localhost` and 127.0.0.1, for a week
  expired,        // since yesterday
  not_yet_valid,  // from tomorrow on
  wrong_host,     // for elsewhere.invalid
  self_signed,    // for localhost, but no authority stands behind it
  unknown_ca,     // for localhost, signed by an authority nobody knows
  impostor_ca,    // the same, but that authority goes by the name of this one
};

struct ServerCertificate {
  std::string chain_pem;
  std::string key_pem;
};

class CertificateAuthority {
 public:
  explicit CertificateAuthority(const std::string& name = "presenced test authority");

  const std::string& pem() const { return pem_; }  // what a client has to trust
  // `more_names`: beside localhost and 127.0.0.1, as OpenSSL writes them: "DNS:slack.test,IP:192.0.2.1".
  ServerCertificate issue(Flaw flaw = Flaw::none, const std::string& more_names = {}) const;

 private:
  template <class T, void (*release)(T*)>
  struct Releaser {
    void operator()(T* object) const { release(object); }
  };
  using Key = std::unique_ptr<EVP_PKEY, Releaser<EVP_PKEY, EVP_PKEY_free>>;
  using Certificate = std::unique_ptr<X509, Releaser<X509, X509_free>>;
  static Key new_key();

  std::string name_;
  Key key_;
  Certificate certificate_;
  std::string pem_;
};

}  // namespace presenced::test_support
