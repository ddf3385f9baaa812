//! A tree over the bytes of many texts, which says what may come next.

use std::ops::Range;

/// The root of every tree.
pub const ROOT: u32 = 0;

/// Texts by their beginnings. Nodes are numbers; the children of one lie side by side, in the order of
/// their bytes.
#[derive(Debug, Default)]
pub struct Trie {
    nodes: Vec<Node>,
    /// The byte that leads to each node.
    labels: Vec<u8>,
    /// The values in the order of their texts.
    values: Vec<u32>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Node {
    first: u32,
    children: u16,
    /// Values of the texts that begin with this node's.
    from: u32,
    to: u32,
    /// How many of these end here; they come first.
    own: u32,
}

impl Trie {
    /// The tree of these texts, each with a value. A text may come more than once.
    pub fn new<T: AsRef<[u8]>>(mut entries: Vec<(T, u32)>) -> Trie {
        entries.sort_by(|a, b| a.0.as_ref().cmp(b.0.as_ref()).then(a.1.cmp(&b.1)));
        let mut tree = Trie {
            nodes: vec![Node { to: entries.len() as u32, ..Node::default() }],
            labels: vec![0],
            values: entries.iter().map(|entry| entry.1).collect(),
        };
        let mut depths = vec![0usize];
        let mut at = 0;
        while at < tree.nodes.len() {
            let (depth, node) = (depths[at], tree.nodes[at]);
            let text = |index: u32| entries[index as usize].0.as_ref();
            let own = (node.from..node.to).take_while(|&index| text(index).len() == depth).count() as u32;
            let first = tree.nodes.len() as u32;
            let mut from = node.from + own;
            while from < node.to {
                let byte = text(from)[depth];
                let to = (from..node.to).find(|&index| text(index)[depth] != byte).unwrap_or(node.to);
                tree.nodes.push(Node { from, to, ..Node::default() });
                tree.labels.push(byte);
                depths.push(depth + 1);
                from = to;
            }
            let children = (tree.nodes.len() as u32 - first) as u16;
            tree.nodes[at] = Node { first, children, own, ..node };
            at += 1;
        }
        tree
    }

    /// Whether no text is in it.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The node behind `byte`, if a text goes on with it.
    pub fn child(&self, node: u32, byte: u8) -> Option<u32> {
        let children = self.children(node);
        let labels = &self.labels[children.start as usize..children.end as usize];
        labels.binary_search(&byte).ok().map(|at| children.start + at as u32)
    }

    /// The nodes right behind this one.
    pub fn children(&self, node: u32) -> Range<u32> {
        self.nodes.get(node as usize).map_or(0..0, |node| node.first..node.first + u32::from(node.children))
    }

    /// The byte that leads to a node.
    pub fn label(&self, node: u32) -> u8 {
        self.labels[node as usize]
    }

    /// The values of the texts that end at a node.
    pub fn ends(&self, node: u32) -> &[u32] {
        let node = self.nodes.get(node as usize).copied().unwrap_or_default();
        &self.values[node.from as usize..(node.from + node.own) as usize]
    }

    /// The values of all texts that end at a node or behind it.
    pub fn below(&self, node: u32) -> &[u32] {
        let node = self.nodes.get(node as usize).copied().unwrap_or_default();
        &self.values[node.from as usize..node.to as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_holds_the_texts_and_nothing_else() {
        let tree = Trie::new(vec![("ab", 1), ("a", 0), ("b", 2), ("ab", 3), ("", 4)]);
        let find = |text: &str| text.bytes().try_fold(ROOT, |node, byte| tree.child(node, byte));
        assert_eq!(find("ab").map(|node| tree.ends(node).to_vec()), Some(vec![1, 3]));
        assert_eq!(find("a").map(|node| tree.below(node).to_vec()), Some(vec![0, 1, 3]));
        assert_eq!(tree.ends(ROOT), [4]);
        assert_eq!(find("abc"), None);
        assert_eq!(find("c"), None);
        assert!(Trie::default().is_empty());
        assert_eq!(Trie::default().child(ROOT, b'a'), None);
    }
}
