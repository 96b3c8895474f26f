import SuperposeGeometry
import SuperposeNetworks
import SuperposeTorch

/// The places of the keypoints of a batch of images as SuperPoint's detector expresses them: for each 8×8 cell, one of
/// its 64 pixels or "none" (DeTone et al. 2018, section 3.2).
struct DetectorTargets {
  /// The class of each cell, 0…64, `[B, H/8, W/8]`.
  let classes: TorchTensor
  /// 1 for a cell that counts and 0 where the content is not known, `[B, H/8, W/8]`.
  let weights: TorchTensor

  /// - Parameters:
  ///   - points: The points of each image, strongest first. Of several in a cell the first counts.
  ///   - known: For each image, whether a pixel's content is known; nil if all are.
  ///   - size: The size of the images.
  ///   - device: The device that holds the tensors.
  init(points: [[Point]], known: [(Point) -> Bool]?, size: ImageSize, on device: Torch.Device) {
    let cell = SuperPointNetwork.cell
    let (columns, rows) = (size.width / cell, size.height / cell)
    let none = Int64(cell * cell)
    var classes = [Int64](repeating: none, count: points.count * rows * columns)
    var weights = [Float](repeating: 1, count: classes.count)
    for (image, points) in points.enumerated() {
      for point in points {
        let (x, y) = (Int(point.x.rounded()), Int(point.y.rounded()))
        guard x >= 0, y >= 0, x < columns * cell, y < rows * cell else { continue }
        let index = (image * rows + y / cell) * columns + x / cell
        if classes[index] == none { classes[index] = Int64(y % cell * cell + x % cell) }
      }
      guard let isKnown = known?[image] else { continue }
      for row in 0..<rows {
        for column in 0..<columns {
          let (left, top) = (Double(column * cell), Double(row * cell))
          let corners = [(0.0, 0.0), (7, 0), (0, 7), (7, 7)].map { Point(x: left + $0, y: top + $1) }
          if !corners.allSatisfy(isKnown) { weights[(image * rows + row) * columns + column] = 0 }
        }
      }
    }
    self.classes = TorchTensor(classes, [points.count, rows, columns]).on(device)
    self.weights = TorchTensor(weights, [points.count, rows, columns]).on(device)
  }
}

/// Returns the cross-entropy over the pixels of a cell and its dustbin, averaged over the cells that count.
func detectorLoss(logits: TorchTensor, _ targets: DetectorTargets) -> TorchTensor {
  let logProbability = logits.float().logSoftmax(1).gathered(1, targets.classes.unsqueezed(1)).squeezed(1)
  return -(logProbability * targets.weights).sum() / targets.weights.sum().atLeast(1)
}
