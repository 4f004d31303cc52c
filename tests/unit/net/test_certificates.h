// Certificates for the servers of these tests, made on the spot.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace presenced::net::test {

struct Certificate {
  std::string chain_pem;
  std::string key_pem;
};

struct CertificateWish {
  std::vector<std::string> names = {"localhost"};  // DNS names
  bool loopback_address = true;                    // 127.0.0.1 too
  int valid_from_days = -1;                        // relative to today
  int valid_until_days = 1;
};

Certificate self_signed(const CertificateWish& wish);

class TestAuthority {
 public:
  TestAuthority();
  ~TestAuthority();
  Certificate issue(const CertificateWish& wish) const;
  const std::string& pem() const { return pem_; }

 private:
  struct Keys;
  std::unique_ptr<Keys> keys_;
  std::string pem_;
};

}  // namespace presenced::net::test
