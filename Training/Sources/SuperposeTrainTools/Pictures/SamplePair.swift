import Foundation
import SuperposeGeometry
import SuperposeImaging

/// Two grey pictures and the matches between them.
struct SamplePair: Decodable {
  struct Picture: Decodable {
    var width: Int
    var height: Int
    /// The grey values, which the JSON holds in base64.
    var pixels: Data

    var isWhole: Bool {
      width > 0 && height > 0 && width.multipliedReportingOverflow(by: height) == (pixels.count, false)
    }
    var image: Image { Image(size: ImageSize(width: width, height: height), channels: 1, values: Array(pixels)) }
  }

  var image0: Picture
  var image1: Picture
  /// For each match x and y in the first picture and in the second, the confidence, and 1 for a correct match or 0.
  var matches: [[Double]]

  static func pairs(in data: Data, _ path: String) throws -> [SamplePair] {
    let decoder = JSONDecoder()
    do {
      let pairs =
        data.first == UInt8(ascii: "[")
        ? try decoder.decode([SamplePair].self, from: data) : [try decoder.decode(SamplePair.self, from: data)]
      if !pairs.isEmpty && pairs.allSatisfy(\.isWhole) { return pairs }
    } catch {
      throw ToolError(.malformedInput, "'\(path)': it does not hold sample matches (\(error))")
    }
    throw ToolError(
      .malformedInput, "'\(path)': expected pairs of pictures with width x height pixels and matches of six numbers")
  }

  private var isWhole: Bool { image0.isWhole && image1.isWhole && matches.allSatisfy { $0.count == 6 } }

  private var correctCount: Int { matches.count { $0[5] > 0 } }

  var label: String { "\(correctCount) of \(matches.count) correct" }

  /// The pictures with correct matches in green and others in red.
  var picture: Image {
    let lines = matches.map { match in
      Figure.Match(
        left: Point(x: match[0], y: match[1]), right: Point(x: match[2], y: match[3]), confidence: match[4],
        color: match[5] > 0 ? .green : .red)
    }
    return Figure.matches(lines, left: image0.image, right: image1.image, lines: nil)
  }
}
