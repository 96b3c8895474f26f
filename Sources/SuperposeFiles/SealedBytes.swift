/// Bytes with their SHA-256, in hexadecimal digits, behind them: what is torn or damaged is found when it is read.
public enum SealedBytes {
  private static let sealLength = 64

  /// Returns what belongs behind a content.
  public static func seal(of content: UnsafeRawBufferPointer) -> String { sha256(of: content) }

  /// Returns the content, or nil where there is none or the seal is not its own.
  public static func content(of bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    guard bytes.count > sealLength else { return nil }
    let content = UnsafeRawBufferPointer(rebasing: bytes.dropLast(sealLength))
    return seal(of: content).utf8.elementsEqual(bytes.suffix(sealLength)) ? content : nil
  }
}
