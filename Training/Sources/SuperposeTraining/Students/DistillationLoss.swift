import SuperposeTorch

/// How far a student's answers are from its teacher's (Hinton, Vinyals and Dean 2015, arXiv 1503.02531).
enum DistillationLoss {
  /// Returns how much worse the student's probabilities of a cell's pixels and of "none" describe the teacher's than
  /// these do themselves (Kullback and Leibler's divergence), averaged over the cells. Its gradient is that of the
  /// cross-entropy against the teacher's probabilities.
  ///
  /// - Parameters:
  ///   - logits: Those of the student, `[B, 65, H/8, W/8]`.
  ///   - teacher: Those of the teacher.
  static func detector(_ logits: TorchTensor, _ teacher: TorchTensor) -> TorchTensor {
    let taught = Torch.withoutGradients { teacher.float().logSoftmax(1) }
    return (taught.exp() * (taught - logits.float().logSoftmax(1))).sum([1]).mean()
  }

  /// Returns one less the cosine between the student's and the teacher's descriptors, averaged over the cells.
  ///
  /// - Parameters:
  ///   - map: The student's descriptor head, `[B, 256, H/8, W/8]`.
  ///   - teacher: The teacher's.
  static func descriptor(_ map: TorchTensor, _ teacher: TorchTensor) -> TorchTensor {
    let taught = Torch.withoutGradients { teacher.float().unitLength(1) }
    return (map.float().unitLength(1) * taught).sum([1]).mean() * -1 + 1
  }

  /// Returns the divergence of the student's assignment of each keypoint from the teacher's, averaged over the
  /// keypoints of both sides.
  ///
  /// - Parameters:
  ///   - assignment: The logarithm of the student's, `[B, N + 1, M + 1]`.
  ///   - teacher: The logarithm of the teacher's.
  static func assignment(_ assignment: TorchTensor, _ teacher: TorchTensor) -> TorchTensor {
    let (n, m) = (assignment.shape[1] - 1, assignment.shape[2] - 1)
    let difference = Torch.withoutGradients { teacher.exp() } * (teacher - assignment)
    let rows = difference.narrowed(1, 0..<n).sum([2]).mean()
    let columns = difference.narrowed(2, 0..<m).sum([1]).mean()
    return (rows + columns) * 0.5
  }
}
