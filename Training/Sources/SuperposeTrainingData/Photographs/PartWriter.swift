import Foundation

/// One part on its way to the disk, under a name of its own.
final class PartWriter {
  let url: URL
  private let descriptor: Int32
  private var photographs: [Photograph] = []
  private(set) var byteCount = PartHeader.byteCount

  init(beside destination: URL) throws(PhotographPackError) {
    url = destination.appendingPathExtension("partial-\(String(UInt64.random(in: .min ... .max), radix: 16))")
    descriptor = open(url.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .writing(destination, errno) }
    try write(Data(count: PartHeader.byteCount))
  }

  deinit { Foundation.close(descriptor) }

  var isEmpty: Bool { photographs.isEmpty }

  func append(name: String, width: Int, height: Int, channels: Int, kind: Photograph.Kind, pixels: [UInt8])
    throws(PhotographPackError)
  {
    photographs.append(
      Photograph(name: name, width: width, height: height, channels: channels, kind: kind, offset: byteCount))
    try write(Data(pixels))
    byteCount += pixels.count
  }

  /// Adds the index, then the header that makes the file a pack, and waits for the disk.
  func close(part: Int, isLast: Bool) throws(PhotographPackError) {
    let index = PartIndex(part: part, isLast: isLast, photographs: photographs)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let json = try? encoder.encode(index) else { preconditionFailure("an index has no number JSON cannot hold") }
    try write(json)
    guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw .writing(url, errno) }
    try write(PartHeader(indexOffset: byteCount, indexCount: json.count).bytes)
    guard fsync(descriptor) == 0 else { throw .writing(url, errno) }
  }

  private func write(_ data: Data) throws(PhotographPackError) {
    var done = 0
    while done < data.count {
      let count = data[done...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw .writing(url, errno) }
      done += count
    }
  }
}
