//! Trees that were made by hand, and trees that are none.

use proptest::prelude::*;

use super::*;

fn say(tree: &mut Tree, parent: Option<NodeId>, text: &str) -> NodeId {
    tree.add(parent, Role::User, text.into(), 0)
}

fn node(id: u32, parent: Option<u32>) -> Node {
    Node::new(NodeId(id), parent.map(NodeId), Role::User, format!("text {id}"), 0)
}

fn path(tree: &Tree) -> Vec<u32> {
    tree.path().iter().map(|id| id.0).collect()
}

#[test]
fn what_is_added_becomes_the_leaf() {
    let mut tree = Tree::default();
    assert_eq!((tree.leaf(), tree.path().len()), (None, 0));
    let a = say(&mut tree, None, "a");
    let b = say(&mut tree, Some(a), "b");
    assert_eq!((tree.leaf(), path(&tree)), (Some(b), vec![1, 2]));
    let c = say(&mut tree, Some(a), "c");
    assert_eq!(path(&tree), [1, 3]);
    assert_eq!((tree.branches(b), tree.branches(c), tree.branches(a)), ((0, 2), (1, 2), (0, 1)));
    assert_eq!(tree.branches(NodeId(9)), (0, 0));
    tree.node_mut(c).unwrap().text.push('!');
    assert_eq!(tree.node(c).unwrap().text, "c!");
}

#[test]
fn turning_returns_to_the_leaf_that_was_last_shown() {
    let mut tree = Tree::default();
    let a = say(&mut tree, None, "a");
    let one = say(&mut tree, Some(a), "one");
    let deep = say(&mut tree, Some(one), "deep");
    say(&mut tree, Some(one), "newer");
    tree.go(Some(deep));
    let two = say(&mut tree, Some(a), "two");
    assert_eq!(tree.turn(two, -1), Some(one));
    assert_eq!(tree.leaf(), Some(deep));
    assert_eq!((tree.turn(one, -1), tree.turn(one, 2), tree.turn(NodeId(99), 1)), (None, None, None));
    assert_eq!(tree.leaf(), Some(deep));
    assert_eq!(tree.turn(one, 1), Some(two));
    assert_eq!(tree.leaf(), Some(two));
}

#[test]
fn a_branch_never_shown_is_entered_at_its_newest_leaf() {
    let nodes = vec![node(1, None), node(2, Some(1)), node(3, Some(1)), node(4, Some(2)), node(5, Some(2))];
    let mut tree = Tree::load(nodes, Some(NodeId(3)));
    assert_eq!(path(&tree), [1, 3]);
    assert_eq!(tree.turn(NodeId(3), -1), Some(NodeId(2)));
    assert_eq!(path(&tree), [1, 2, 5]);
}

#[test]
fn an_empty_path_begins_a_second_conversation() {
    let mut tree = Tree::load(vec![node(1, None), node(2, Some(1))], None);
    assert_eq!(path(&tree), [1, 2]);
    tree.go(None);
    assert!(tree.path().is_empty());
    let other = say(&mut tree, None, "other");
    assert_eq!((path(&tree), tree.branches(other)), (vec![3], (1, 2)));
}

#[test]
fn orphans_circles_and_doubles_are_taken_as_they_can_be() {
    let mut twice = node(2, Some(1));
    twice.text = "later".into();
    let nodes =
        vec![node(7, Some(8)), node(8, Some(7)), node(3, Some(99)), node(4, Some(4)), node(2, None), twice];
    let tree = Tree::load(nodes, Some(NodeId(500)));
    assert_eq!(tree.node(NodeId(2)).unwrap().text, "later");
    assert_eq!(path(&tree), [7, 8]);
    assert_eq!(tree.node(NodeId(3)).unwrap().parent, None);
    let mut last = Tree::load(vec![node(u32::MAX, None), node(u32::MAX - 1, None)], None);
    say(&mut last, None, "beyond");
}

#[test]
fn states_have_names_that_come_back() {
    for (state, name) in State::NAMES {
        assert_eq!((state.name(), State::named(name)), (name, state));
        assert_eq!(serde_json::to_value(state).unwrap(), name);
    }
    assert_eq!(State::named("later"), State::Whole);
}

proptest! {
    #[test]
    fn any_nodes_make_a_tree(
        ids in prop::collection::vec((0..40u32, prop::option::of(0..40u32)), 0..60),
        steps in prop::collection::vec((0..40u32, -3..4isize), 0..20),
        leaf in prop::option::of(0..40u32),
    ) {
        let nodes = ids.iter().map(|&(id, parent)| node(id, parent)).collect();
        let mut tree = Tree::load(nodes, leaf.map(NodeId));
        for (id, step) in steps {
            let before = tree.path().to_vec();
            match tree.turn(NodeId(id), step) {
                Some(sibling) => prop_assert!(tree.path().contains(&sibling)),
                None => prop_assert_eq!(tree.path(), before),
            }
            let parents: Vec<_> = tree.path().iter().map(|&id| tree.node(id).unwrap().parent).collect();
            prop_assert_eq!(parents.first().copied().flatten(), None);
            for (parent, id) in parents.iter().skip(1).zip(tree.path()) {
                prop_assert_eq!(*parent, Some(*id));
            }
        }
    }
}
