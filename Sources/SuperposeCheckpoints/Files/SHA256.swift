import CCrypto
import Foundation

/// The SHA-256 of a file, read in pieces: 64 lowercase hexadecimal digits.
public func sha256(ofFile path: String) throws(CheckpointError) -> String {
  do throws(Fault) {
    let descriptor = try MappedFile.openForReading(path)
    defer { close(descriptor) }
    _ = try MappedFile.regularFileSize(descriptor)
    return try digest(descriptor)
  } catch { throw error.at(path) }
}

/// The SHA-256 of bytes: 64 lowercase hexadecimal digits.
public func sha256(of bytes: [UInt8]) -> String { bytes.withUnsafeBytes(sha256(of:)) }

func sha256(of bytes: UnsafeRawBufferPointer) -> String {
  let hash = SHA256()
  hash.update(bytes)
  return hash.hexadecimal()
}

private func digest(_ descriptor: Int32) throws(Fault) -> String {
  let hash = SHA256()
  let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
  defer { piece.deallocate() }
  while true {
    let count = read(descriptor, piece.baseAddress, piece.count)
    if count < 0 && errno == EINTR { continue }
    guard count >= 0 else { throw MappedFile.unreadable() }
    guard count > 0 else { return hash.hexadecimal() }
    hash.update(UnsafeRawBufferPointer(rebasing: piece[..<count]))
  }
}

/// A running SHA-256 by OpenSSL, which uses the processor's SHA instructions.
private final class SHA256 {
  /// Owned; freed by `deinit`.
  private let context: OpaquePointer

  init() {
    // OpenSSL fails here only when memory is exhausted or it was built without SHA-256.
    guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
      preconditionFailure("OpenSSL could not start a SHA-256")
    }
    self.context = context
  }

  deinit { EVP_MD_CTX_free(context) }

  func update(_ bytes: UnsafeRawBufferPointer) {
    precondition(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1)
  }

  /// Ends the computation.
  func hexadecimal() -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    precondition(EVP_DigestFinal_ex(context, &digest, nil) == 1)
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
