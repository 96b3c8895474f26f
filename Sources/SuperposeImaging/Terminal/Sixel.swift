/// A picture in sixels: bands of six rows, in which each character sets one column of one colour.
///
/// Colours are those of a 6x6x6 cube, and the error of each pixel is spread to its neighbours (Floyd and Steinberg
/// 1976).
struct Sixel {
  private static let levels = 6

  private let width: Int
  private let height: Int
  /// One palette index for each pixel.
  private let indices: [UInt8]

  /// - Precondition: The picture has three 8-bit channels.
  init(_ picture: Image) {
    width = picture.size.width
    height = picture.size.height
    indices = Sixel.dithered(picture.values(as: UInt8.self), width: width, height: height)
  }

  func encoded() -> [UInt8] {
    // `0;1` leaves unset pixels as they are, and `"1;1` makes pixels square.
    var bytes = Array("\u{1B}P0;1q\"1;1;\(width);\(height)".utf8)
    for index in Set(indices).sorted() { bytes += Sixel.definition(of: index) }
    for top in stride(from: 0, to: height, by: 6) { appendBand(top, to: &bytes) }
    return bytes + Array("\u{1B}\\".utf8)
  }

  /// Returns `#index;2;red;green;blue` in per cent.
  private static func definition(of index: UInt8) -> [UInt8] {
    let cell = Int(index)
    let percent = [cell / 36, cell / 6 % 6, cell % 6].map { String($0 * 100 / (levels - 1)) }
    return Array("#\(cell);2;\(percent.joined(separator: ";"))".utf8)
  }

  /// Appends a band. Each of its colours draws over the same six rows: `$` returns to their start, and `-` goes on to
  /// the next band.
  private func appendBand(_ top: Int, to bytes: inout [UInt8]) {
    var columns: [UInt8: [UInt8]] = [:]
    for y in top..<min(top + 6, height) {
      for x in 0..<width {
        columns[indices[y * width + x], default: Array(repeating: 0, count: width)][x] |= 1 << UInt8(y - top)
      }
    }
    for (color, sixels) in columns.sorted(by: { $0.key < $1.key }) {
      bytes += Array("#\(color)".utf8)
      Sixel.appendRuns(sixels, to: &bytes)
      bytes.append(UInt8(ascii: "$"))
    }
    bytes.append(UInt8(ascii: "-"))
  }

  /// Appends runs: `!n` before a character repeats it n times, and characters count from `?`.
  private static func appendRuns(_ sixels: [UInt8], to bytes: inout [UInt8]) {
    var start = 0
    while start < sixels.count {
      let end = sixels[start...].firstIndex { $0 != sixels[start] } ?? sixels.count
      let character = sixels[start] + UInt8(ascii: "?")
      if end - start > 3 {
        bytes += Array("!\(end - start)".utf8) + [character]
      } else {
        bytes += Array(repeating: character, count: end - start)
      }
      start = end
    }
  }

  private static func dithered(_ bgr: [UInt8], width: Int, height: Int) -> [UInt8] {
    var indices = [UInt8](repeating: 0, count: width * height)
    // These are the errors of the current row and the next, with a column to spare on both sides.
    var current = [Float](repeating: 0, count: 3 * (width + 2))
    for y in 0..<height {
      var next = [Float](repeating: 0, count: 3 * (width + 2))
      for x in 0..<width {
        var cell = 0
        for channel in [2, 1, 0] {
          let wanted = Float(bgr[3 * (y * width + x) + channel]) + current[3 * (x + 1) + channel]
          let level = min(5, max(0, (wanted / 51).rounded()))
          let error = wanted - level * 51
          current[3 * (x + 2) + channel] += error * 7 / 16
          next[3 * x + channel] += error * 3 / 16
          next[3 * (x + 1) + channel] += error * 5 / 16
          next[3 * (x + 2) + channel] += error / 16
          cell = cell * levels + Int(level)
        }
        indices[y * width + x] = UInt8(cell)
      }
      current = next
    }
    return indices
  }
}
