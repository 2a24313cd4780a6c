import { tryVersion } from '@seriema/ml/versions/trial'
import { doApart } from '../../concurrency/apart/child.ts'

doApart(tryVersion)
