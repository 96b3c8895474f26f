import Foundation
import Testing

@testable import SuperposeLists

@Suite struct RequestQueueTests {
  private func filled(_ requests: [Int], limit: Int) -> RequestQueue<Int> {
    let queue = RequestQueue<Int>(limit: limit)
    for request in requests { queue.add(request) }
    queue.close()
    return queue
  }

  @Test func equalsGoInTheirOrder() {
    let queue = filled([3, 1, 2], limit: 8)
    #expect(queue.following(most: 1) { _ in 0 } == [3])
    #expect((0..<4).map { _ in queue.next { _ in 0 } } == [3, 1, 2, nil])
  }

  @Test func theCheapestGoesFirst() {
    let queue = filled([3, 1, 2, 1], limit: 8)
    #expect(queue.following(most: 9) { $0 } == [1, 3, 2, 1])
    #expect((0..<5).map { _ in queue.next { $0 } } == [1, 1, 2, 3, nil])
  }

  /// Nothing waits for ever, however cheap everything is that comes after it.
  @Test func theDearestIsReachedToo() {
    let queue = RequestQueue<Int>(limit: 3)
    queue.add(9)
    queue.add(1)
    var order: [Int] = []
    for _ in 0..<5 {
      if let next = queue.next(cost: { $0 }) { order.append(next) }
      queue.add(1)
    }
    #expect(order == [1, 1, 1, 9, 1])
  }

  @Test func noMoreAreHeldThanThereIsRoomFor() {
    let queue = RequestQueue<Int>(limit: 4)
    Thread.detachNewThread {
      for request in 0..<100 {
        queue.takeRoom()
        queue.add(request)
      }
      queue.close()
    }
    var count = 0
    while queue.next(cost: { _ in 0 }) != nil {
      usleep(200)
      count += 1
      queue.giveRoom()
    }
    #expect(count == 100 && queue.mostHeld == 4)
  }
}
