public import Foundation
import SuperposeFiles
public import SuperposeGeometry

/// The keypoints that homographic adaptation found in the photographs of a pack, as `labels.jsonl` holds them: a line
/// for each photograph, in the pack's order. Of a file that was cut short the whole lines are used.
public struct KeypointLabels: Sendable {
  struct Line: Codable {
    let photograph: String
    /// x and y in pixels of the packed photograph, and the score; strongest first.
    let points: [[Float]]
  }

  public private(set) var points: [[Point]] = []

  public init() {}

  public init(contentsOf file: URL, expecting names: [String]) throws(TrainingError) {
    for (index, line) in LineFile(file.path).lines().enumerated() {
      guard let decoded = try? JSONDecoder().decode(Line.self, from: line) else { break }
      guard index < names.count, names[index] == decoded.photograph else {
        throw TrainingError(
          .input,
          "\(file.path) was made from other photographs (line \(index + 1) is \(decoded.photograph)): "
            + "give those, or another --output")
      }
      points.append(decoded.points.map { Point(x: Double($0[0]), y: Double($0[1])) })
    }
  }
}
