import SuperposeGeometry
import SuperposeInference
import SuperposeMatching

/// A keypoint, or a match of two.
struct LocatedAnswer {
  /// The position of the keypoint, or the positions in both images.
  let points: [Point]
  let score: Float
  /// The descriptor, `[256]`, or nothing for a match.
  var descriptor: [Float] = []
}

/// Answers by the whole pixels of their positions: rounding moves a keypoint slightly between pixels, and it still
/// counts as the same one.
struct LocatedAnswers {
  private(set) var all: [[Point]: LocatedAnswer] = [:]

  var count: Int { all.count }

  /// The offset of the cells of one pixel. Many keypoints lie exactly at half a pixel, the farthest they can move, so
  /// that cells must not end there.
  private static let shift = 0.13

  mutating func insert(_ answer: LocatedAnswer) {
    let cell = answer.points.map { Point(x: ($0.x + Self.shift).rounded(), y: ($0.y + Self.shift).rounded()) }
    all[cell] = answer
  }
}

/// The partners and probabilities of all keypoints of both sets.
struct BothWays {
  let indices: [Float]
  let scores: [Float]
}

/// The answers of an exported model for one pair or image. A batch is filled with copies of it.
extension ExportedModel {
  func register(_ image0: GrayImage, _ image1: GrayImage) throws -> LocatedAnswers {
    let outputs = try run([batch(of: image0), batch(of: image1)])
    var matches = LocatedAnswers()
    for row in validRows(outputs) {
      let points = [point(outputs[0], row), point(outputs[1], row)]
      matches.insert(LocatedAnswer(points: points, score: outputs[2].values[row]))
    }
    return matches
  }

  func detect(_ image: GrayImage) throws -> LocatedAnswers {
    let outputs = try run([batch(of: image)])
    let count = outputs[1].shape[1]
    var keypoints = LocatedAnswers()
    for row in validRows(outputs) where row < count {
      let descriptor = (0..<Features.descriptorLength).map { outputs[2].values[$0 * count + row] }
      keypoints.insert(
        LocatedAnswer(points: [point(outputs[0], row)], score: outputs[1].values[row], descriptor: descriptor))
    }
    return keypoints
  }

  func match(_ features0: Features, _ features1: Features) throws -> BothWays {
    let sides = [features0, features1]
    let rows = sides.map { options.form == .static ? options.extraction.maxKeypoints ?? $0.count : $0.count }
    var inputs = zip(sides, rows).map(descriptors) + zip(sides, rows).map(keypoints) + zip(sides, rows).map(scores)
    if options.size == nil { inputs += sides.map(size) }
    if options.form == .static { inputs += zip(sides, rows).map(valid) }
    let outputs = try run(inputs)
    func own(_ first: Int) -> [Float] {
      zip(outputs[first...], sides).flatMap { output, side in output.values.prefix(side.count) }
    }
    return BothWays(indices: own(0), scores: own(2))
  }

  /// Returns the rows that hold something, for the first of the batch.
  private func validRows(_ outputs: [Output]) -> [Int] {
    guard options.form == .static else { return Array(0..<outputs[0].values.count / 2) }
    return (0..<outputs[0].shape[1]).filter { outputs[3].values[$0] != 0 }
  }

  private func point(_ output: Output, _ row: Int) -> Point {
    Point(x: Double(output.values[2 * row]), y: Double(output.values[2 * row + 1]))
  }
}

/// The inputs, which are the same for each of the batch.
extension ExportedModel {
  private func batch(of image: GrayImage) -> InputTensor {
    repeated([1, image.size.height, image.size.width], image.values)
  }

  private func descriptors(_ features: Features, _ rows: Int) -> InputTensor {
    let length = Features.descriptorLength
    var values = [Float](repeating: 0, count: length * rows)
    for row in 0..<features.count {
      for (channel, value) in features.descriptor(row).enumerated() { values[channel * rows + row] = value }
    }
    return repeated([length, rows], values)
  }

  private func keypoints(_ features: Features, _ rows: Int) -> InputTensor {
    repeated([rows, 2], padded(features.keypoints.flatMap { [Float($0.x), Float($0.y)] }, to: 2 * rows))
  }

  private func scores(_ features: Features, _ rows: Int) -> InputTensor {
    repeated([rows], padded(features.scores, to: rows))
  }

  private func valid(_ features: Features, _ rows: Int) -> InputTensor {
    repeated([rows], padded([Float](repeating: 1, count: features.count), to: rows), type: .boolean)
  }

  private func size(_ features: Features) -> InputTensor {
    InputTensor(shape: [2], values: [Float(features.imageSize.width), Float(features.imageSize.height)])
  }

  private func padded(_ values: [Float], to count: Int) -> [Float] {
    values + [Float](repeating: 0, count: count - values.count)
  }

  private func repeated(_ shape: [Int], _ values: [Float], type: ElementType = .f32) -> InputTensor {
    let all = (0..<options.batch).flatMap { _ in values }
    return InputTensor(shape: [options.batch] + shape, type: type, values: all)
  }
}
