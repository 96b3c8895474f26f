import Superpose
import SuperposeCheckpoints
import SuperposeGeometry
import SuperposeNetworks

@testable import SuperposeExport
@testable import SuperposeMatching

/// The program's own answers in the layout of an exported graph, with the inputs that they belong to. Names of tensors
/// begin with `input.` or `output.`.
struct ExpectedAnswers {
  let options: ExportOptions
  let superPoint: SuperPoint
  let superGlue: SuperGlue

  private var isStatic: Bool { options.form == .static }

  /// Returns the answers for a batch of pairs.
  func registration(_ pairs: [(GrayImage, GrayImage)]) throws -> [String: Tensor] {
    var tensors = ["input.input1": images(pairs.map(\.0)), "input.input2": images(pairs.map(\.1))]
    var rows = Rows(["mkpts0": 2, "mkpts1": 2, "confidence": 1, "valid": 1])
    for (image0, image1) in pairs {
      let features0 = try superPoint(image0, options: options.extraction)
      let features1 = try superPoint(image1, options: options.extraction)
      let matches = try superGlue(features0, features1, options: options.matching)
      for (index, partner) in matches.matches0.enumerated() {
        if partner >= 0 {
          let values = [
            "mkpts0": features0.keypoints[index].floats, "mkpts1": features1.keypoints[partner].floats,
            "confidence": [matches.confidence0[index]], "valid": [1],
          ]
          rows.append(values)
        } else if isStatic {
          rows.appendNothing()
        }
      }
      pad(&rows, after: features0.count)
    }
    let lead = isStatic ? [options.batch, options.extraction.maxKeypoints ?? 0] : [rows.count]
    for (name, tensor) in rows.tensors(lead) where isStatic || name != "valid" { tensors["output." + name] = tensor }
    return tensors
  }

  func superpoint(_ batch: [GrayImage]) throws -> [String: Tensor] {
    var rows = Rows(["keypoints": 2, "scores": 1, "descriptors": 256, "valid": 1])
    for image in batch {
      let features = try superPoint(image, options: options.extraction)
      for index in 0..<features.count {
        rows.append([
          "keypoints": features.keypoints[index].floats, "scores": [features.scores[index]],
          "descriptors": Array(features.descriptor(index)), "valid": [1],
        ])
      }
      pad(&rows, after: features.count)
    }
    var tensors = ["input.image": images(batch)]
    for (name, tensor) in rows.tensors([options.batch, rows.count / options.batch]) where isStatic || name != "valid" {
      tensors["output." + name] = name == "descriptors" ? tensor.channelsFirst : tensor
    }
    return tensors
  }

  func superglue(_ pairs: [(Features, Features)]) throws -> [String: Tensor] {
    var tensors: [String: Tensor] = [:]
    var answers = [Rows(["indices": 1, "mscores": 1]), Rows(["indices": 1, "mscores": 1])]
    for pair in pairs {
      let matches = try superGlue(pair.0, pair.1, options: options.matching)
      for (side, (indices, scores)) in [
        (matches.matches0, matches.confidence0), (matches.matches1, matches.confidence1),
      ].enumerated() {
        for (index, score) in zip(indices, scores) {
          answers[side].append(["indices": [Float(index)], "mscores": [score]])
        }
        if isStatic {
          for _ in indices.count..<(options.extraction.maxKeypoints ?? 0) {
            answers[side].append(["indices": [-1], "mscores": [0]])
          }
        }
      }
    }
    for (side, sets) in [pairs.map(\.0), pairs.map(\.1)].enumerated() {
      for (name, tensor) in inputs(sets) { tensors["input.\(name)\(side)"] = tensor }
      let lead = [options.batch, answers[side].count / options.batch]
      for (name, tensor) in answers[side].tensors(lead) { tensors["output.\(name)\(side)"] = tensor }
    }
    return tensors
  }

  private func inputs(_ sets: [Features]) -> [String: Tensor] {
    var rows = Rows(["data_keypoints": 2, "data_scores": 1, "data_descriptors": 256, "valid": 1])
    for set in sets {
      for index in 0..<set.count {
        rows.append([
          "data_keypoints": set.keypoints[index].floats, "data_scores": [set.scores[index]],
          "data_descriptors": Array(set.descriptor(index)), "valid": [1],
        ])
      }
      pad(&rows, after: set.count)
    }
    var tensors = rows.tensors([options.batch, rows.count / options.batch])
    tensors["data_descriptors"] = tensors["data_descriptors"]?.channelsFirst
    let size = sets[0].imageSize
    tensors["image_size"] = Tensor(shape: [2], values: [Float(size.width), Float(size.height)])
    return tensors
  }

  private func pad(_ rows: inout Rows, after count: Int) {
    guard isStatic, let all = options.extraction.maxKeypoints else { return }
    for _ in count..<all { rows.appendNothing() }
  }

  private func images(_ images: [GrayImage]) -> Tensor {
    Tensor(
      shape: [images.count, 1, images[0].size.height, images[0].size.width], values: images.flatMap(\.values))
  }
}

/// Columns of numbers that are filled row by row.
private struct Rows {
  let widths: [String: Int]
  private(set) var count = 0
  private var columns: [String: [Float]]

  init(_ widths: [String: Int]) {
    self.widths = widths
    columns = widths.mapValues { _ in [] }
  }

  mutating func append(_ row: [String: [Float]]) {
    for (name, values) in row { columns[name, default: []] += values }
    count += 1
  }

  mutating func appendNothing() { append(widths.mapValues { [Float](repeating: 0, count: $0) }) }

  func tensors(_ lead: [Int]) -> [String: Tensor] {
    var tensors: [String: Tensor] = [:]
    for (name, width) in widths {
      tensors[name] = Tensor(shape: lead + (width == 1 ? [] : [width]), values: columns[name] ?? [])
    }
    return tensors
  }
}

extension Point {
  fileprivate var floats: [Float] { [Float(x), Float(y)] }
}

extension Tensor {
  /// The tensor as `[B, C, K]`, from `[B, K, C]`.
  fileprivate var channelsFirst: Tensor {
    let (batch, rows, channels) = (shape[0], shape[1], shape[2])
    var target = [Float](repeating: 0, count: values.count)
    for item in 0..<batch {
      for row in 0..<rows {
        for channel in 0..<channels {
          target[(item * channels + channel) * rows + row] = values[(item * rows + row) * channels + channel]
        }
      }
    }
    return Tensor(shape: [batch, channels, rows], values: target)
  }
}
