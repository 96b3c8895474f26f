import CCrypto

/// Returns the SHA-256 of bytes as 64 lowercase hexadecimal digits.
public func sha256(of bytes: [UInt8]) -> String { bytes.withUnsafeBytes(sha256(of:)) }

/// Returns the SHA-256 of bytes as 64 lowercase hexadecimal digits.
public func sha256(of bytes: UnsafeRawBufferPointer) -> String {
  var digest = [UInt8](repeating: 0, count: 32)
  // OpenSSL uses the processor's SHA instructions. It fails here only when memory is exhausted or it was built without
  // SHA-256.
  let status = EVP_Digest(bytes.baseAddress, bytes.count, &digest, nil, EVP_sha256(), nil)
  precondition(status == 1, "OpenSSL could not compute a SHA-256")
  let digits = Array("0123456789abcdef".utf8)
  return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}
