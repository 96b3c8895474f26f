import SuperposeTorch

/// The keypoints of two views that show the same point, from the known homography.
struct MatchingTruth {
  /// The index of the counterpart in the other view where there is one, otherwise 0, `[B, N]`.
  let counterpart0: TorchTensor
  /// 1 for keypoints that have a counterpart, or that certainly have none, else 0, `[B, N]` and `[B, M]`. Both are 0
  /// for keypoints with a near miss.
  let isMatched0, isUnmatched0, isMatched1, isUnmatched1: TorchTensor

  /// Keypoints match when each is the other's nearest and they are closer than this, in pixels.
  static let matchRadius: Float = 3
  /// Keypoints at this distance or more are different ones.
  static let unmatchedRadius: Float = 5

  /// - Parameters:
  ///   - keypoints0: The keypoints of the first view, `[B, N, 2]`.
  ///   - projected0: The keypoints of the first view, mapped to the second.
  ///   - keypoints1: The keypoints of the second view, `[B, M, 2]`.
  ///   - projected1: The keypoints of the second view, mapped to the first.
  ///   - hidden0: 1 where something stands between a keypoint of the first view and the other view, so that it counts
  ///     neither as matched nor as unmatched, `[B, N]`; nil if nothing does.
  ///   - hidden1: The same for the second view, `[B, M]`.
  init(
    keypoints0: TorchTensor, projected0: TorchTensor, keypoints1: TorchTensor, projected1: TorchTensor,
    hidden0: TorchTensor? = nil, hidden1: TorchTensor? = nil
  ) {
    // Both directions are averaged, since in a view that is far smaller everything would otherwise be near.
    let distance = squaredDistances(projected0, keypoints1)
      .maximumWith(squaredDistances(keypoints0, projected1)).sqrt()
    let nearest0 = distance.argmin(2)
    let nearest1 = distance.argmin(1)
    let distance0 = distance.minimum([2])
    let distance1 = distance.minimum([1])
    let numbers = TorchTensor.range(keypoints0.shape[1], on: distance.device).unsqueezed(0)
    let numbers1 = TorchTensor.range(keypoints1.shape[1], on: distance.device).unsqueezed(0)
    let isMutual0 = nearest1.gathered(1, nearest0).float().equal(numbers)
    let isMutual1 = nearest0.gathered(1, nearest1).float().equal(numbers1)
    counterpart0 = nearest0
    func seen(_ mask: TorchTensor, _ hidden: TorchTensor?) -> TorchTensor {
      hidden.map { mask.float() * ($0 * -1 + 1) } ?? mask.float()
    }
    isMatched0 = seen(isMutual0.and(distance0.less(Self.matchRadius)), hidden0)
    isMatched1 = seen(isMutual1.and(distance1.less(Self.matchRadius)), hidden1)
    isUnmatched0 = seen(distance0.greater(Self.unmatchedRadius), hidden0)
    isUnmatched1 = seen(distance1.greater(Self.unmatchedRadius), hidden1)
  }
}

struct MatchingLoss {
  let positive: TorchTensor
  let negative: TorchTensor
  /// Matches and non-matches weigh the same, however many there are of each; otherwise the dustbin would take
  /// everything.
  var total: TorchTensor { (positive + negative) * 0.5 }

  /// - Parameters:
  ///   - assignment: The logarithm of the assignment, `[B, N + 1, M + 1]`.
  ///   - truth: The true matches.
  init(assignment: TorchTensor, _ truth: MatchingTruth) {
    let (n, m) = (assignment.shape[1] - 1, assignment.shape[2] - 1)
    let right = assignment.narrowed(1, 0..<n).gathered(2, truth.counterpart0.unsqueezed(2)).squeezed(2)
    positive = -(right * truth.isMatched0).sum() / truth.isMatched0.sum().atLeast(1)
    let none0 = assignment.narrowed(1, 0..<n).selected(2, m)
    let none1 = assignment.narrowed(2, 0..<m).selected(1, n)
    let count = truth.isUnmatched0.sum() + truth.isUnmatched1.sum()
    negative = -((none0 * truth.isUnmatched0).sum() + (none1 * truth.isUnmatched1).sum()) / count.atLeast(1)
  }
}

/// The quality of the matches of an assignment.
struct MatchingScore {
  var predicted: Float = 0
  var correct: Float = 0
  var matchable: Float = 0
  var precision: Float { correct / max(1, predicted) }
  var recall: Float { correct / max(1, matchable) }

  /// Counts the matches. Keypoints that choose each other with a confidence above the threshold count as predicted, and
  /// those of the truth as right.
  mutating func add(assignment: TorchTensor, _ truth: MatchingTruth, threshold: Float = 0.2) {
    Torch.withoutGradients {
      let (n, m) = (assignment.shape[1] - 1, assignment.shape[2] - 1)
      let inner = assignment.narrowed(1, 0..<n).narrowed(2, 0..<m)
      let best0 = inner.argmax(2)
      let numbers = TorchTensor.range(n, on: inner.device).unsqueezed(0)
      let isMutual = inner.argmax(1).gathered(1, best0).float().equal(numbers)
      let confidence = inner.maximum([2]).exp()
      let isPredicted = isMutual.and(confidence.greater(threshold)).float()
      let isRight = best0.float().equal(truth.counterpart0.float()).float() * truth.isMatched0
      predicted += isPredicted.sum().value
      correct += (isPredicted * isRight).sum().value
      matchable += truth.isMatched0.sum().value
    }
  }
}
