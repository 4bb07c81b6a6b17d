import { useEffect, useEffectEvent, useState, type ComponentType } from 'react';

/**
 * Makes a view whose file is loaded when the view is first shown. React's `lazy` keeps a failure for ever and throws
 * it. This function reports a failure instead, and loads again the next time the view is shown.
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props & { onLoaded?: () => void; onNotLoaded: () => void }> {
  return function Later(props) {
    const [loaded, setLoaded] = useState<{ View: ComponentType<Props> }>();
    const onLoaded = useEffectEvent(() => props.onLoaded?.());
    const onNotLoaded = useEffectEvent(props.onNotLoaded);
    useEffect(() => {
      load().then(
        (View) => {
          setLoaded({ View });
          onLoaded();
        },
        () => onNotLoaded(),
      );
    }, []);
    return loaded ? <loaded.View {...props} /> : null;
  };
}
