//! Any text as the name of a model: no panic, and nothing that leaves the cache or the repository.
#![no_main]

use libfuzzer_sys::fuzz_target;
use qwill::models::id::{Name, Pick, Repo, safe};

fuzz_target!(|text: &str| {
    for endpoint in ["https://huggingface.co", "http://127.0.0.1:8080/hf", ""] {
        let Ok(Name::Id(id)) = Name::parse(text, endpoint) else { continue };
        assert_eq!(Repo::from_folder(&id.repo.folder()).as_ref(), Some(&id.repo));
        assert!(safe(id.repo.as_str()) && id.repo.as_str().matches('/').count() == 1);
        assert!(id.revision.as_deref().is_none_or(safe));
        match &id.pick {
            Pick::File(path) => assert!(safe(path)),
            Pick::Usual | Pick::Quant(_) => {
                let Ok(Name::Id(again)) = Name::parse(&id.to_string(), endpoint) else {
                    panic!("{id} is not read as it is shown");
                };
                assert_eq!((again.source, again.repo, again.pick), (id.source, id.repo, id.pick));
            }
        }
    }
});
