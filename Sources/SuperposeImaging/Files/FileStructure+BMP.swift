import SuperposeFiles

extension FileStructure {
  /// BMP with a BITMAPINFOHEADER or one of its successors; older ones are left to the decoder.
  init(bmp reader: ByteReader) {
    self.init(format: .bmp)
    guard let headerSize = reader.number(14, size: 4, .little), headerSize >= 40,
      let dataOffset = reader.number(10, size: 4, .little),
      let width = reader.number(18, size: 4, .little),
      let signedHeight = reader.number(22, size: 4, .little),
      let bitsPerPixel = reader.number(28, size: 2, .little),
      let compression = reader.number(30, size: 4, .little)
    else { return }
    // A negative height says that rows run from top to bottom.
    let height = abs(Int(Int32(truncatingIfNeeded: signedHeight)))
    size = .init(width: width, height: height)
    let rowBytes = (width * bitsPerPixel + 31) / 32 * 4
    let (dataBytes, isTooLarge) = rowBytes.multipliedReportingOverflow(by: height)
    let isUncompressed = compression == 0 || compression == 3
    isTruncated = isUncompressed && (isTooLarge || dataBytes > reader.count - dataOffset)
  }
}
