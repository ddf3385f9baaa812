fn total(items: &[Item]) -> u64 {
    // adds up every item
    let mut sum = 0;
    for item in items {
        sum += item.price * item.count;
    }
    sum
}
